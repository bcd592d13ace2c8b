//! Chores of the project. `cargo run -p xtask -- tidy` checks the rules of ARCHITECTURE.md that a compiler does not.

mod tidy;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut err = std::io::stderr().lock();
    let command = std::env::args().nth(1);
    if command.as_deref() != Some("tidy") {
        let _ = writeln!(err, "usage: cargo run -p xtask -- tidy");
        return ExitCode::from(2);
    }
    match tidy::check(&tidy::root()) {
        Ok(faults) if faults.is_empty() => {
            let _ = writeln!(err, "tidy: all in order");
            ExitCode::SUCCESS
        }
        Ok(faults) => {
            for fault in &faults {
                let _ = writeln!(err, "tidy: {fault}");
            }
            ExitCode::from(1)
        }
        Err(error) => {
            let _ = writeln!(err, "tidy: {error:#}");
            ExitCode::from(1)
        }
    }
}
