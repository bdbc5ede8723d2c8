mod accessibility;
mod forces;
mod privacy;
mod start;
mod stay_safe;
