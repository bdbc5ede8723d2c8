//! Parses a page instead of opening it in a browser, and checks what every page promises.

use std::collections::BTreeSet;

use linkage::report::LinkageReport;
use roxmltree::{Document, Node, ParsingOptions};

/// Renders a page, saves it for inspection, and checks what every page promises.
pub fn page(name: &str, report: &LinkageReport<'_>) -> String {
    let html = report.to_html().unwrap();
    std::fs::write(format!("{}/report-{name}.html", env!("CARGO_TARGET_TMPDIR")), &html).unwrap();
    check(&html);
    html
}

pub fn parse(html: &str) -> Document<'_> {
    Document::parse_with_options(html, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap()
}

pub fn text(node: Node<'_, '_>) -> String {
    let all: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with every number replaced by `#`: the numbers depend on trained values, and are tested elsewhere.
pub fn without_figures(node: Node<'_, '_>) -> String {
    let text = text(node);
    let is_figure = |word: &&str| word.chars().any(|c| c.is_ascii_digit()) && !word.contains(".csv");
    let hide = |word: &str| {
        let end = word.trim_end_matches(['.', ',', ')', ';', ':']);
        let start = end.trim_start_matches('(');
        [&word[..end.len() - start.len()], "#", &word[end.len()..]].concat()
    };
    let words = text.split(' ').map(|word| if is_figure(&word) { hide(word) } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

pub fn elements<'a, 'i>(document: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    document.descendants().filter(move |node| node.has_tag_name(name))
}

pub fn section<'a, 'i>(document: &'a Document<'i>, id: &str) -> Node<'a, 'i> {
    document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap()
}

/// Checks what every page promises.
fn check(html: &str) {
    let document = parse(html);
    for reference in ["http:", "https:", " src=", "url(", "@import", "<script", "<link", "javascript:"] {
        assert!(!html.contains(reference), "the page must stand alone and do nothing, but it holds `{reference}`");
    }
    let policy = elements(&document, "meta").find(|meta| meta.attribute("http-equiv").is_some()).unwrap();
    assert_eq!(policy.attribute("content"), Some("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));

    let mut ids = BTreeSet::new();
    for id in document.descendants().filter_map(|node| node.attribute("id")) {
        assert!(ids.insert(id), "two elements have the id `{id}`");
    }
    for node in document.descendants() {
        let named = ["aria-labelledby", "aria-describedby"].into_iter().filter_map(|name| node.attribute(name));
        for id in
            named.flat_map(str::split_whitespace).chain(node.attribute("href").and_then(|to| to.strip_prefix('#')))
        {
            assert!(ids.contains(id), "`{id}` is spoken of and is not there");
        }
        let events = node.attributes().filter(|attribute| attribute.name().starts_with("on"));
        assert_eq!(events.count(), 0, "an element must not react to events");
    }

    let mut captions = BTreeSet::new();
    for table in elements(&document, "table") {
        let caption = table.children().find(|node| node.has_tag_name("caption")).map(text).unwrap_or_default();
        assert!(!caption.is_empty(), "a table needs a caption");
        assert!(captions.insert(caption.clone()), "two tables are called `{caption}`");
        let region = table.parent().unwrap();
        assert_eq!((region.attribute("role"), region.attribute("tabindex")), (Some("region"), Some("0")));
        assert!(region.attribute("aria-label").is_some_and(|label| !label.is_empty()));
        let width = table
            .descendants()
            .filter(|node| node.has_tag_name("tr"))
            .map(|row| row.children().filter(Node::is_element).count());
        assert_eq!(width.collect::<BTreeSet<_>>().len(), 1, "all rows of `{caption}` are equally long");
        let unscoped = |node: &Node<'_, '_>| node.has_tag_name("th") && node.attribute("scope").is_none();
        assert!(!table.descendants().any(|node| unscoped(&node)), "a heading of `{caption}` needs a scope");
    }
    for svg in elements(&document, "svg") {
        let says = |name| svg.children().find(|node| node.has_tag_name(name)).map(text).unwrap_or_default();
        assert!(!says("title").is_empty() && !says("desc").is_empty(), "a chart needs a title and a description");
        assert_eq!(svg.attribute("role"), Some("img"));
        let figure = svg.ancestors().find(|node| node.has_tag_name("figure")).unwrap();
        assert!(figure.children().any(|node| node.has_tag_name("figcaption") && !text(node).is_empty()));
        let numbers = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "points"];
        let places = svg.descendants().flat_map(|node| numbers.map(|name| node.attribute(name)).into_iter().flatten());
        for place in places.flat_map(|place| place.split([',', ' '])) {
            assert!(place.parse::<f64>().is_ok_and(f64::is_finite), "`{place}` is no place on a chart");
        }
    }

    let levels: Vec<u8> =
        document.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse().ok()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "a page has one h1");
    assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "no level of headings is left out: {levels:?}");
    assert_eq!(document.root_element().attribute("lang"), Some("en-GB"));
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(elements(&document, landmark).count(), 1, "one `{landmark}`");
    }
}
