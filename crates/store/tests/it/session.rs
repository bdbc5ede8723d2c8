//! Sessions: each keeps its latest content until it expires.

use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn a_session_holds_what_it_was_last_given_until_it_ends(trial: &Trial) {
        let store = &trial.store;
        store.save_session(mac(1), "one", at(100)).await.unwrap();
        store.save_session(mac(2), "other", at(100)).await.unwrap();
        store.save_session(mac(1), "two", at(200)).await.unwrap();
        assert_eq!(store.session(mac(1), at(199)).await.unwrap(), Some(("two".to_owned(), at(200))));
        assert_eq!(store.session(mac(1), at(200)).await.unwrap(), None);
        store.end_session(mac(1)).await.unwrap();
        assert_eq!(store.session(mac(1), at(0)).await.unwrap(), None);
        assert_eq!(store.session(mac(2), at(0)).await.unwrap(), Some(("other".to_owned(), at(100))));
    }
}
