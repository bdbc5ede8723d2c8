//! Devices: an invitation is accepted once, and a passkey belongs to its owner.

use domain::DeviceId;
use store::{PasskeyRow, StoreError};
use uuid::Uuid;

use crate::support::samples::*;
use crate::support::trial::{on_both, random};

fn a_device() -> DeviceId {
    DeviceId::new(Uuid::from_u128(random()))
}

on_both! {
    async fn an_invitation_is_found_by_its_token_until_it_expires(trial: &Trial) {
        let of = an_invited(officer_id());
        let mut unit = trial.store.begin().await.unwrap();
        unit.invite(mac(1), &of, at(100)).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(trial.store.invited(mac(1), at(99)).await.unwrap(), Some(of.clone()));
        assert_eq!(trial.store.invited(mac(1), at(100)).await.unwrap(), None);
        assert_eq!(trial.store.invited(mac(2), at(0)).await.unwrap(), None);
        let mut unit = trial.store.begin().await.unwrap();
        assert_eq!(unit.invited(mac(1), at(99)).await.unwrap(), Some(of));
        assert!(unit.take_invitation(mac(1)).await.unwrap());
        assert!(!unit.take_invitation(mac(1)).await.unwrap());
        drop(unit);
        assert!(trial.store.invited(mac(1), at(0)).await.unwrap().is_some(), "what did not stand took nothing");
    }

    async fn one_of_several_who_take_an_invitation_at_the_same_time_gets_it(trial: &Trial) {
        let of = an_invited(officer_id());
        let mut unit = trial.store.begin().await.unwrap();
        unit.invite(mac(1), &of, at(100)).await.unwrap();
        unit.commit().await.unwrap();
        let takers = (0..8).map(|number| {
            let (store, of) = (trial.store.clone(), of.clone());
            tokio::spawn(async move {
                let mut unit = store.begin().await.unwrap();
                if !unit.take_invitation(mac(1)).await.unwrap() {
                    return 0;
                }
                unit.add_passkey(&a_passkey(&format!("key {number}"), of.officer, a_device()), at(1)).await.unwrap();
                unit.commit().await.unwrap();
                1
            })
        });
        let mut taken = 0;
        for taker in takers.collect::<Vec<_>>() {
            taken += taker.await.unwrap();
        }
        assert_eq!((taken, trial.store.passkeys_of(of.officer).await.unwrap().len()), (1, 1));
    }

    async fn a_passkey_is_kept_noted_and_removed_with_its_device(trial: &Trial) {
        let store = &trial.store;
        let (ada, bea, first, second) = (officer_id(), officer_id(), a_device(), a_device());
        let keys = [a_passkey("a", ada, first), a_passkey("b", ada, second), a_passkey("c", bea, first)];
        let mut unit = store.begin().await.unwrap();
        for key in &keys {
            unit.add_passkey(key, at(1)).await.unwrap();
        }
        unit.used_passkey("a", "{\"counter\":1}", at(2)).await.unwrap();
        unit.commit().await.unwrap();
        let noted = PasskeyRow { body: "{\"counter\":1}".to_owned(), ..keys[0].clone() };
        assert_eq!(store.passkey("a").await.unwrap(), Some(noted.clone()));
        assert_eq!(store.passkey("d").await.unwrap(), None);
        assert_eq!(store.passkeys_of(ada).await.unwrap(), [noted, keys[1].clone()]);

        // A credential belongs to one person: a second person cannot bind it.
        let mut unit = store.begin().await.unwrap();
        let double = unit.add_passkey(&a_passkey("a", bea, second), at(3)).await;
        assert!(matches!(double, Err(StoreError::Driver { .. })));
        assert!(matches!(unit.commit().await, Err(StoreError::UnitFailed)));

        let mut unit = store.begin().await.unwrap();
        assert_eq!(unit.remove_passkeys(ada, first).await.unwrap(), 1);
        unit.commit().await.unwrap();
        assert_eq!(store.passkeys_of(ada).await.unwrap(), [keys[1].clone()]);
        assert_eq!(store.passkeys_of(bea).await.unwrap(), [keys[2].clone()], "of one who shares the device nothing is taken");
    }

}
