mod accessibility;
mod privacy;
mod start;
mod stay_safe;
