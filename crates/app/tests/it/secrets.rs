//! The keys of a record: every replica serves with the same keys, or not at all.

use app::secrets::{CheckKeyError, KeyState, Keys};

use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn a_replica_with_another_key_does_not_serve(stage: &Stage) {
        let (store, forces) = (&stage.app.store, [northmere()]);
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let opens = async |folder: &tempfile::TempDir| Keys::open(store, folder.path(), &forces).await.map(|_| ());
        opens(&first).await.unwrap();
        opens(&first).await.unwrap();

        // Without the files, no key is created, and the message says which files to copy.
        let gone = opens(&second).await.unwrap_err().to_string();
        assert!(gone.contains("check.key` is missing: copy the file from a replica"), "{gone}");
        assert_eq!(std::fs::read_dir(second.path()).unwrap().count(), 0);

        // With different keys, such as those created for another record.
        std::fs::write(Keys::codes_file(second.path()), "42".repeat(32)).unwrap();
        std::fs::create_dir(second.path().join("attestation")).unwrap();
        let signer = |folder: &tempfile::TempDir| Keys::signer_file(folder.path(), &northmere());
        std::fs::copy(signer(&first), signer(&second)).unwrap();
        let other = opens(&second).await.unwrap_err().to_string();
        assert!(other.contains("check.key` is not the key that serves this record"), "{other}");
        let looked = Keys::look(store, second.path(), &forces).await.unwrap();
        let states: Vec<KeyState> = looked.into_iter().map(|(_, state)| state).collect();
        assert_eq!(states, [KeyState::Other, KeyState::Known]);

        std::fs::copy(Keys::codes_file(first.path()), Keys::codes_file(second.path())).unwrap();
        opens(&second).await.unwrap();
        std::fs::remove_file(signer(&second)).unwrap();
        assert!(matches!(opens(&second).await, Err(CheckKeyError::Gone(path)) if path == signer(&second)));

        // A key is lost. The operator says so, and from then on the existing file holds the valid key.
        store.forget_check_keys().await.unwrap();
        opens(&second).await.unwrap();
        assert!(matches!(opens(&first).await, Err(CheckKeyError::Other(path)) if path == signer(&first)));
    }

    async fn a_file_that_holds_no_key_is_refused_and_its_content_is_not_told(stage: &Stage) {
        let (store, forces) = (&stage.app.store, [northmere()]);
        let folder = tempfile::tempdir().unwrap();
        let opens = async || Keys::open(store, folder.path(), &forces).await.map(|_| ());
        opens().await.unwrap();
        opens().await.unwrap();

        let signer = Keys::signer_file(folder.path(), &northmere());
        std::fs::write(signer, "hunter2").unwrap();
        let refused = opens().await.unwrap_err().to_string();
        assert!(refused.contains("holds no key: needs a P-256 key in PKCS#8"), "{refused}");
        assert!(!refused.contains("hunter2"), "{refused}");
        std::fs::write(Keys::codes_file(folder.path()), "hunter2").unwrap();
        let looked = Keys::look(store, folder.path(), &forces).await.unwrap_err().to_string();
        for refused in [opens().await.unwrap_err().to_string(), looked] {
            assert!(refused.contains("holds no key: needs 64 hexadecimal digits"), "{refused}");
            assert!(!refused.contains("hunter2"), "{refused}");
        }
    }
}
