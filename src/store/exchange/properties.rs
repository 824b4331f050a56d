//! The properties of the exchange: whatever two or three copies do, and however parcels are lost, doubled, stale or late,
//! nothing is lost and all come to the same.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::script::{Copy, Step, goal_id, run, steps};
use super::{Entry, Parcel};
use crate::domain::id::Id;
use crate::store::planted::{Fault, plant};

/// Every copy shares and receives from all until nothing is new.
fn exchange_all(copies: &mut [Copy]) {
    for _ in 0..2 {
        let parcels: Vec<_> = copies.iter_mut().map(Copy::share).collect();
        for copy in &mut *copies {
            for parcel in &parcels {
                copy.receive(parcel);
            }
        }
    }
}

/// The properties of one script; panics where one does not hold.
fn verify_properties(steps: &[Step], count: usize) {
    let (mut copies, parcels) = run(steps, count);
    if steps
        .iter()
        .any(|step| matches!(step, Step::Restore { .. }))
    {
        // What was sent and is in no book any more can only come from its parcel.
        for parcel in &parcels {
            copies[0].receive(parcel);
        }
    }
    exchange_all(&mut copies);
    let last: Vec<_> = copies.iter_mut().map(Copy::share).collect();
    for copy in &copies {
        let status = copy.store.pair_status().unwrap();
        assert_eq!(status.set_sha, last[0].set_sha, "what is noted is so");
    }
    for parcel in &last {
        assert_eq!(parcel.set_sha, last[0].set_sha, "all hold the same entries");
    }
    verify_nothing_lost(&parcels, &last[0]);
    let visible = |copy: &Copy| {
        let mut tables = copy.tables();
        for other in &copies {
            let hidden = other.hidden();
            tables.retain(|(_, id), _| !hidden.contains(id));
        }
        tables
    };
    for copy in &copies {
        assert_eq!(visible(copy), visible(&copies[0]), "all show the same");
        let report = copy.store.check().unwrap();
        assert!(report.is_sound(), "{report:?}");
    }
    verify_any_order(&last, &parcels, &copies[0]);
    for copy in &mut copies {
        let before = copy.tables();
        copy.store.rebuild().unwrap();
        assert_eq!(copy.tables(), before, "the tables are what the log says");
    }
    let is_hidden = copies
        .iter()
        .any(|copy| copy.hidden().contains(&goal_id(0)));
    // One edit after all is exchanged settles every field that it sets.
    for field in 0..2 {
        copies[0].edit(0, field, 9);
    }
    exchange_all(&mut copies);
    if !is_hidden {
        for copy in &copies {
            let heads = ["title", "why"].map(|field| copy.heads(field));
            assert_eq!(heads, [1, 1], "an edit settles");
        }
    }
}

/// Each entry ever sent is in every log, and is a head or was replaced by one that saw it.
fn verify_nothing_lost(parcels: &[Parcel], last: &Parcel) {
    let held: BTreeMap<Id, &Entry> = last.entries.iter().map(|entry| (entry.id, entry)).collect();
    for entry in parcels.iter().flat_map(|parcel| &parcel.entries) {
        assert_eq!(
            held.get(&entry.id),
            Some(&entry),
            "what was sent stays as it was"
        );
    }
}

/// A book that is started from one parcel and receives the others comes to the same in any order.
fn verify_any_order(last: &[Parcel], all: &[Parcel], copy: &Copy) {
    let mut forward = Copy::from_parcel(3, &all[0]);
    let mut backward = Copy::from_parcel(3, &last[0]);
    for parcel in all.iter().chain(last) {
        forward.receive(parcel);
    }
    for parcel in last.iter().chain(all).rev() {
        backward.receive(parcel);
        backward.receive(parcel);
    }
    assert_eq!(
        forward.tables(),
        backward.tables(),
        "the order of parcels does not count"
    );
    let hidden = copy.hidden();
    let visible = |copy: &Copy| {
        let mut tables = copy.tables();
        tables.retain(|(_, id), _| !hidden.contains(id));
        tables
    };
    assert_eq!(
        visible(copy),
        visible(&forward),
        "a new copy shows the same"
    );
}

/// A receipt that is undone leaves what one has built on, and no version of it twice.
fn verify_set_aside() {
    let (mut copies, _) = run(&[], 2);
    copies[0].edit(0, 0, 2);
    let parcel = copies[0].share();
    let copy = &mut copies[1];
    copy.receive(&parcel);
    copy.edit(0, 0, 3);
    copy.store.undo(&mut copy.env).unwrap();
    copy.store.undo(&mut copy.env).unwrap();
    assert_eq!(copy.heads("title"), 1, "what is built on is not set aside");
}

fn cases(usual: u32) -> Config {
    let cases = if std::env::var_os("MATCHBOOK_LONG").is_some() {
        10_000
    } else {
        usual
    };
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

#[test]
fn two_copies_come_to_the_same_whatever_happens_to_their_parcels() {
    let mut runner = TestRunner::new(cases(48));
    let result = runner.run(&steps(1..40), |steps| {
        verify_properties(&steps, 2);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn three_copies_come_to_the_same() {
    let mut runner = TestRunner::new(cases(32));
    let result = runner.run(&steps(1..40), |steps| {
        verify_properties(&steps, 3);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn what_one_builds_on_is_not_set_aside() {
    verify_set_aside();
}

#[test]
fn every_planted_fault_is_caught() {
    let faults = [
        Fault::NothingInherited,
        Fault::NothingSquashed,
        Fault::HeadsKept,
        Fault::NoParents,
        Fault::AllSetAside,
        Fault::FirstCounts,
    ];
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let caught = faults.map(|fault| {
        plant(fault);
        let config = Config {
            cases: 400,
            max_shrink_iters: 0,
            ..cases(400)
        };
        let result = TestRunner::new_with_rng(
            config,
            proptest::test_runner::TestRng::deterministic_rng(
                proptest::test_runner::RngAlgorithm::ChaCha,
            ),
        )
        .run(&steps(25..60), |steps| {
            let run = || {
                verify_set_aside();
                verify_properties(&steps, 2);
            };
            std::panic::catch_unwind(run)
                .map_err(|_| TestCaseError::fail("a property does not hold"))
        });
        plant(Fault::None);
        (fault, result.is_err())
    });
    std::panic::set_hook(hook);
    for (fault, is_caught) in caught {
        assert!(is_caught, "{fault:?} is not noticed");
    }
}
