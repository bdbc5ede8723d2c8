//! Style sheets and scripts.

use axum::http::{Method, StatusCode};

use crate::support::site::{TestSite, asked};

#[tokio::test]
async fn what_a_page_names_is_there_and_kept_for_good() {
    let site = TestSite::start().await;
    let page = site.get("/").await.body;
    let named: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert_eq!(named.len(), 3, "{named:?}");
    for address in named {
        let answer = site.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn a_script_imports_by_the_address_that_is_served() {
    let site = TestSite::start().await;
    let script = site.get(site.site.shell.assets.address("candour.js")).await.body;
    let imported = script.split('\'').find(|part| part.starts_with("/assets/")).expect("it imports the components");
    assert_eq!(site.get(imported).await.status, StatusCode::OK, "{imported}");
}

#[tokio::test]
async fn who_takes_gzip_gets_it() {
    let site = TestSite::start().await;
    let address = site.site.shell.assets.address("govuk-frontend.css").to_owned();
    let packed = site.send(asked(Method::GET, &address, &[("accept-encoding", "br, gzip")], "")).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(site.get(&address).await.header("content-encoding"), "");
    assert_eq!(site.get("/assets/nothing.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_with_everything_that_it_loads_is_within_its_budget() {
    let site = TestSite::start().await;
    let names = ["govuk-frontend.css", "govuk-frontend.js", "candour.css", "candour.js"];
    let loaded: usize = names.iter().map(|name| site.site.shell.assets.packed_len(name).expect("it is served")).sum();
    // The page itself is counted at its uncompressed size. The budget of the public check is 60 KB in total.
    let page = site.get("/").await.body.len();
    assert!(loaded + page < 60_000, "{loaded} + {page} bytes");
}
