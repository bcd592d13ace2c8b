//! The dateline command: a file for each subcommand in `commands`, everything that they share beside it.

mod args;
mod commands;
mod input;
mod run;
mod sink;
mod table;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    match commands::run(cli) {
        Ok(run::Outcome::Clean) => ExitCode::SUCCESS,
        Ok(run::Outcome::Problems) => ExitCode::from(1),
        Err(error) if sink::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(usage) = error.downcast_ref::<args::UsageError>() {
                run::complain(&format!("error: {usage}"));
                return ExitCode::from(2);
            }
            run::complain(&format!("error: {error:#}"));
            ExitCode::from(1)
        }
    }
}
