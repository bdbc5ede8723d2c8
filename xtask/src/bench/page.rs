//! `docs/benchmarks.md`: the latest result of each benchmark, between markers, with everything needed to repeat it.

use std::fs;

use super::Findings;
use crate::environment;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The section to print and save: the machine, the commit, the command, the tables and the gaps.
pub fn section(workspace: &Workspace, command: &str, machine: &str, findings: &Findings) -> String {
    let mut text = format!("- Machine: {machine}\n- Commit: {}\n- Command: `{command}`\n\n", commit(workspace));
    text += &findings.tables;
    if !findings.notes.is_empty() {
        text += "\nNot measured:\n\n";
        findings.notes.iter().for_each(|note| text += &format!("- {note}\n"));
    }
    portable(workspace, &text)
}

/// Replaces the folders of this machine with placeholders, because the page is for everybody.
fn portable(workspace: &Workspace, text: &str) -> String {
    let scripts = environment::variable("CANDOUR_BENCH").unwrap_or_default();
    let target = format!("{}/", workspace.target().display());
    let root = format!("{}/", workspace.root().display());
    let names = [(scripts.as_str(), "$CANDOUR_BENCH"), (&target, "target/"), (&root, "")];
    names
        .iter()
        .filter(|(folder, _)| !folder.is_empty())
        .fold(text.to_owned(), |text, (folder, name)| text.replace(folder, name))
}

/// The commit and its date. Today's date is not used, because the figures belong to the code.
fn commit(workspace: &Workspace) -> String {
    let git = |arguments: &[&str]| shell::output(workspace.command("git").args(arguments));
    let Some(commit) = git(&["show", "--no-patch", "--format=%h of %cs", "HEAD"]) else {
        return "unknown (not a git repository)".to_owned();
    };
    match git(&["status", "--porcelain", "--untracked-files=no"]).as_deref() {
        Some("") => commit,
        _ => format!("{commit}, with uncommitted changes"),
    }
}

/// Replaces the section of one benchmark and leaves the rest of the page unchanged.
pub fn write(workspace: &Workspace, name: &str, section: &str) -> Result<(), Stop> {
    let path = workspace.root().join("docs/benchmarks.md");
    let because = |error| Stop::new(format!("`{}`: {error}", path.display()));
    let page = replaced(&fs::read_to_string(&path).map_err(because)?, name, section)?;
    fs::write(&path, page).map_err(because)?;
    shell::say(format!("wrote the section `{name}` of docs/benchmarks.md"));
    Ok(())
}

fn replaced(page: &str, name: &str, section: &str) -> Result<String, Stop> {
    let (start, end) = (format!("<!-- bench {name} -->"), format!("<!-- end of bench {name} -->"));
    let parts = page.split_once(&start).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.ok_or_else(|| {
        Stop::new(format!("docs/benchmarks.md needs the lines `{start}` and `{end}` around its section"))
    })?;
    Ok(format!("{before}{start}\n\n{section}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_between_the_markers_changes() {
        let page = "# Benchmarks\n<!-- bench linkage -->old<!-- end of bench linkage -->\n## More\n";
        let once = replaced(page, "linkage", "new\n").unwrap();
        assert_eq!(once, "# Benchmarks\n<!-- bench linkage -->\n\nnew\n\n<!-- end of bench linkage -->\n## More\n");
        assert_eq!(replaced(&once, "linkage", "new\n").unwrap(), once);
    }

    #[test]
    fn a_page_without_markers_is_left_alone() {
        assert!(replaced("# Benchmarks\n", "linkage", "new\n").is_err());
    }
}
