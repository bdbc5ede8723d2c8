mod finish;
mod show;
mod start;
mod supplement;
