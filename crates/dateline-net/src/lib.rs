//! Runs small networks: knows arrays, not news.
