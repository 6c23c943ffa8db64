//! Port facts (stub).
/// b
pub const BROKER: u16 = 10911;
/// d
pub const DLEDGER: u16 = 40911;
/// n
pub const NODE_PORT_RANGE: (u16, u16) = (30000, 32767);
