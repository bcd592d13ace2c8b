//! Runs small networks: knows arrays, not news.
//!
//! [`gemm`] multiplies matrices, [`simd`] does the elementwise work, [`network`] is the one
//! architecture (summed hashed embeddings, bidirectional simple recurrent layers, softmax heads, a
//! biaffine arc scorer), [`tree`] finds the best tree, [`mod@file`] is the model file.

pub mod file;
pub mod gemm;
pub mod gemm8;
pub mod network;
pub mod simd;
pub mod tree;
