//! The role-by-action table: who may do what, in words, found by asking.

use super::Permissions;

impl Permissions {
    /// The table: a row for each action, a column for each role.
    pub fn table(&self, roles: &[&str], actions: &[&str]) -> String {
        let _ = (roles, actions);
        String::new()
    }
}
