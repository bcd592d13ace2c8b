//! Where a training run stands after a pass, so that it can be cut off and go on to the same end.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

const MAGIC: [u8; 8] = *b"DLSTATE1";

/// Everything that changes while a network is trained.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checkpoint {
    /// Hash of the options, so that a run does not go on with others.
    pub options: u64,
    /// Number of the network being trained, passes and steps done, Adam's steps.
    pub counts: [u64; 4],
    /// States of the three generators of random numbers.
    pub random: [[u64; 4]; 3],
    /// Order of the sentences.
    pub order: Vec<u32>,
    /// Weights, Adam's two moments, and the average of the weights.
    pub numbers: [Vec<f32>; 4],
    /// Weights of the networks that are done.
    pub finished: Vec<Vec<f32>>,
}

/// Where the state of the run that writes this model lies.
pub fn path(model: &Path) -> PathBuf {
    model.with_extension("state")
}

impl Checkpoint {
    pub fn save(&self, path: &Path) -> Result<()> {
        let mut out: Vec<u8> = MAGIC.to_vec();
        let number = |x: u64, out: &mut Vec<u8>| out.extend(x.to_le_bytes());
        number(self.options, &mut out);
        for x in self.counts.iter().chain(self.random.iter().flatten()) {
            number(*x, &mut out);
        }
        number(self.order.len() as u64, &mut out);
        out.extend(self.order.iter().flat_map(|x| x.to_le_bytes()));
        number(self.finished.len() as u64, &mut out);
        for list in self.numbers.iter().chain(&self.finished) {
            number(list.len() as u64, &mut out);
            out.extend(list.iter().flat_map(|x| x.to_le_bytes()));
        }
        let new = path.with_extension("state.new");
        std::fs::write(&new, &out)?;
        std::fs::rename(&new, path)?;
        Ok(())
    }

    /// `None` if there is no such file.
    pub fn load(path: &Path, options: u64) -> Result<Option<Self>> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e).with_context(|| path.display().to_string()),
        };
        let state = Self::read(&bytes).with_context(|| format!("{}: truncated or no state", path.display()))?;
        ensure!(
            state.options == options,
            "{}: of a run with other options; remove it to start anew",
            path.display()
        );
        Ok(Some(state))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&MAGIC)?;
        fn number(rest: &mut &[u8]) -> Option<u64> {
            let (now, later) = rest.split_first_chunk::<8>()?;
            *rest = later;
            Some(u64::from_le_bytes(*now))
        }
        fn fours<'a>(rest: &mut &'a [u8]) -> Option<impl Iterator<Item = [u8; 4]> + 'a> {
            let n = usize::try_from(number(rest)?).ok()?.checked_mul(4)?;
            let (now, later) = rest.split_at_checked(n)?;
            *rest = later;
            Some(now.chunks_exact(4).map(|c| [c[0], c[1], c[2], c[3]]))
        }
        let mut state = Self {
            options: number(&mut rest)?,
            ..Self::default()
        };
        for x in state.counts.iter_mut().chain(state.random.iter_mut().flatten()) {
            *x = number(&mut rest)?;
        }
        state.order = fours(&mut rest)?.map(u32::from_le_bytes).collect();
        let finished = number(&mut rest)?;
        for list in &mut state.numbers {
            *list = fours(&mut rest)?.map(f32::from_le_bytes).collect();
        }
        for _ in 0..finished {
            state.finished.push(fours(&mut rest)?.map(f32::from_le_bytes).collect());
        }
        rest.is_empty().then_some(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back() {
        let folder = std::env::temp_dir().join(format!("dateline-state-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = path(&folder.join("x.model"));
        let state = Checkpoint {
            options: 5,
            counts: [1, 2, 3, 4],
            random: [[1; 4], [2; 4], [3; 4]],
            order: vec![2, 0, 1],
            numbers: [vec![0.5], vec![], vec![-1.0, 2.0], vec![1.0]],
            finished: vec![vec![3.0, 4.0]],
        };
        assert_eq!(Checkpoint::load(&file, 5).unwrap(), None);
        state.save(&file).unwrap();
        assert_eq!(Checkpoint::load(&file, 5).unwrap(), Some(state));
        assert!(Checkpoint::load(&file, 6).is_err());
        std::fs::write(&file, b"DLSTATE1 and no more").unwrap();
        assert!(Checkpoint::load(&file, 5).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
