//! Stories about the control room.

mod alarm;
mod stop;
