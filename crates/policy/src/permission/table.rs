//! The role-by-action table: permissions in words, determined by asking about a fixed set of situations.

use super::situation::KINDS;
use super::{ActorFacts, PermissionRequest, Permissions, ResourceFacts};

/// The explanation printed above the table.
const LEGEND: &str = "\
all: any force, or nothing that has a force; own: own force only; assigned: only the matters one investigates; self: only
about oneself; called-in: only matters the oversight body has called in; -: never. With * not where it is about violence
against women, unless assigned. Where the kind of resource makes a difference, each scope is given.
";

/// The relation between the actor and the resource, for one question.
#[derive(Clone, Copy, Default)]
struct Standing {
    own_force: bool,
    conflicted: bool,
    subject_is_self: bool,
    restricted: bool,
    assigned: bool,
    called_in: bool,
}

impl Permissions {
    /// The table as plain text, with a row for each action and a column for each role. Below it are the actions that
    /// remain allowed behind each wall: despite a conflict of interest, about oneself, and in called-in matters of
    /// one's own force. Actions and roles that are not in the schema are never allowed.
    pub fn table(&self, roles: &[&str], actions: &[&str]) -> String {
        let mut rows = vec![std::iter::once("action").chain(roles.iter().copied()).map(str::to_owned).collect()];
        for action in actions {
            let mut row = vec![(*action).to_owned()];
            row.extend(roles.iter().map(|role| self.scopes(role, action)));
            rows.push(row);
        }
        let mut text = format!("{LEGEND}\n{}", aligned(&rows));
        let own = Standing { own_force: true, assigned: true, ..Standing::default() };
        let walls = [
            ("despite a conflict of interest", Standing { conflicted: true, ..own }),
            ("about oneself", Standing { subject_is_self: true, ..own }),
            ("in one's own force's matters that were called in", Standing { called_in: true, ..own }),
        ];
        for (title, standing) in walls {
            text.push_str(&format!("\n{title}\n"));
            let kinds: &[&str] =
                if standing.called_in { &["matter"] } else { &["none", "force", "officer", "report", "matter"] };
            for action in actions {
                let may = |role: &&&str| kinds.iter().any(|kind| self.may(role, action, kind, standing));
                let who: Vec<&str> = roles.iter().filter(may).copied().collect();
                if !who.is_empty() {
                    text.push_str(&format!("  {action}: {}\n", who.join(", ")));
                }
            }
        }
        text
    }

    /// The widest scope for each kind of resource. Equal scopes are listed only once.
    fn scopes(&self, role: &str, action: &str) -> String {
        let mut scopes: Vec<&str> = Vec::new();
        for (kind, _) in KINDS {
            let scope = self.scope(role, action, kind);
            if let Some(scope) = scope.filter(|scope| !scopes.contains(scope)) {
                scopes.push(scope);
            }
        }
        if scopes.is_empty() { "-".to_owned() } else { scopes.join("/") }
    }

    fn scope(&self, role: &str, action: &str, kind: &str) -> Option<&'static str> {
        let anywhere = Standing::default();
        let own = Standing { own_force: true, ..anywhere };
        let scopes = [
            ("all", Standing { restricted: true, ..anywhere }),
            ("all*", anywhere),
            ("own", Standing { restricted: true, ..own }),
            ("own*", own),
            ("assigned", Standing { assigned: true, restricted: true, ..own }),
            ("self", Standing { subject_is_self: true, ..own }),
            ("called-in", Standing { called_in: true, ..anywhere }),
        ];
        scopes.into_iter().find(|(_, standing)| self.may(role, action, kind, *standing)).map(|(scope, _)| scope)
    }

    fn may(&self, role: &str, action: &str, kind: &str, standing: Standing) -> bool {
        // Resources of the kind `none` have no force, so an actor is never in the same force as the resource.
        let force = if kind == "none" { "" } else { "northmere" };
        let actor = ActorFacts {
            roles: vec![role.to_owned()],
            force: if standing.own_force { "northmere" } else { "eastmarsh" }.to_owned(),
            conflicted_with: standing.conflicted,
            subject_is_self: standing.subject_is_self,
            ..ActorFacts::default()
        };
        let resource = ResourceFacts {
            kind: kind.to_owned(),
            force: force.to_owned(),
            restricted: standing.restricted,
            assigned: standing.assigned,
            called_in: standing.called_in,
            ..ResourceFacts::default()
        };
        self.decide(&PermissionRequest { actor, action: action.to_owned(), resource }).is_allowed()
    }
}

/// Aligns the columns two spaces apart, without trailing spaces.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns_count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns_count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
