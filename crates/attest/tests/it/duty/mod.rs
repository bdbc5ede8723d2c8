//! The check on the street without a network, told as stories.

mod fragment;
mod hostile;
mod keys;
mod offline;
mod presented;
mod scene;
mod vectors;
