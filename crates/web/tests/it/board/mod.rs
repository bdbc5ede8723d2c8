mod conflict;
mod live;
mod show;
