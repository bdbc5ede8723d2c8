mod blocked;
mod home;
