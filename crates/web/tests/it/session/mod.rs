mod sign_in;
mod signed_out;
mod stayed;
