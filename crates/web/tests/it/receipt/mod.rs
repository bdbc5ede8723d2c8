mod ask;
mod complain;
mod show;
