//! What people who connect to a cluster need: hosts lines, the table of addresses, programs that connect.

pub mod addresses;
pub mod code;
pub mod hosts;
