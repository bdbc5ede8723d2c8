//! The engine as its callers use it: reading, linking, writing and reporting, told as stories and properties.

mod incremental;
mod linking;
mod measures;
mod reading;
mod report;
mod writing;
mod yardsticks;
