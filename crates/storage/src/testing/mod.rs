//! The conformance suite: what every driver must do alike.
//!
//! A driver calls [`conformance!`](crate::conformance) once with an expression that gives it an empty
//! database; each case becomes a test. A new case goes into the file of its aggregate and into the list
//! below, and so runs on every driver.

pub mod authorizations;
pub mod bff;
pub mod context;
pub mod decisions;
pub mod devices;
pub mod drafts;
pub mod due;
pub mod events;
pub mod factors;
pub mod fixtures;
pub mod grants;
pub mod holds;
pub mod limits;
pub mod links;
pub mod log;
pub mod meta;
pub mod notices;
mod parallel;
pub mod policies;
pub mod purge;
pub mod sessions;
pub mod signals;
pub mod single_use_under_100_parallel;
pub mod tokens;
pub mod transactions;
pub mod users;

/// Makes a test of every case. `$fresh` is an expression of type `Result<impl Storage + BffStorage>` that
/// may await and gives an empty database each time.
#[macro_export]
macro_rules! conformance {
    ($fresh:expr) => {
        $crate::conformance! { @cases $fresh;
            authorizations: a_request_comes_back_as_it_was, an_answered_request_stays_answered,
                a_code_ends_at_its_time, the_flash_stays_beside_the_request;
            bff: a_session_lives_until_its_end, a_stale_write_is_seen, sign_out_races_session_save,
                a_renamed_session_keeps_its_pending_actions, a_login_belongs_to_its_browser,
                a_pending_action_is_taken_once, what_is_past_its_end_is_purged,
                the_outcome_of_an_action_outlives_its_end;
            context: a_profile_is_replaced, a_posture_is_its_sources_newest_word, roles_are_a_set, uses_add_up;
            decisions: a_decision_comes_back_as_it_was, decisions_are_read_in_pages,
                the_decisions_of_a_person_are_erased;
            devices: a_device_is_found_by_both_cookies, a_rotation_needs_the_current_cookie,
                trust_comes_back_as_it_was, a_reused_cookie_is_noted_once_a_rotation,
                a_key_is_of_one_device;
            drafts: a_draft_is_replaced_and_taken_once, a_draft_ends_at_its_time;
            due: moments_come_in_order;
            events: numbers_grow_and_nothing_is_lost;
            factors: a_factor_comes_back_as_it_was, a_credential_is_registered_once,
                a_recovery_code_works_once, a_time_step_never_goes_back,
                one_of_many_takes_a_time_step;
            grants: a_grant_comes_back_as_it_was, a_consent_is_replaced, an_old_rev_writes_nothing,
                one_of_many_moves_the_rev, a_subject_covers_what_it_names,
                live_grants_are_gone_through;
            holds: a_hold_comes_back_as_it_was, a_hold_closes_once, a_waiver_ends_at_its_time,
                waivers_end_with_the_device_that_gave_them;
            limits: failures_count_from_a_moment, a_bucket_has_any_name;
            links: a_new_link_cancels_the_older, a_link_ends_at_its_time;
            log: an_entry_comes_back_as_it_was, filters_narrow, wildcards_stand_for_themselves,
                an_entry_tells_what_became_of_its_hold, the_facts_of_a_person_are_erased;
            meta: a_value_is_replaced;
            notices: a_notice_comes_back_as_it_was, a_cause_is_told_once, reading_marks_what_was_seen,
                a_dropped_change_tells_nobody, one_of_many_claims_a_mail, a_lost_claim_is_taken_over,
                a_mail_carries_its_link, only_what_is_done_is_purged;
            policies: a_version_comes_back_as_it_was, one_version_is_active, an_old_revision_writes_nothing,
                one_request_is_open, a_request_is_closed_once, what_was_weighed_is_written_anew;
            purge: each_kind_goes_at_its_own_moment, ended_sessions_go_and_what_speaks_of_them_stays,
                a_purge_takes_no_more_than_it_may, the_newest_event_stays;
            sessions: a_session_comes_back_as_it_was, sign_out_races_session_save,
                sessions_past_their_end_are_found;
            signals: a_signal_comes_back_as_it_was, a_duplicate_changes_nothing, a_flood_pushes_nothing_out;
            single_use_under_100_parallel: challenges, codes, refresh_tokens, successors, links, assertions, requests,
                logins, pending_actions;
            tokens: an_access_token_comes_back_as_it_was, a_refresh_token_is_exchanged,
                a_successor_is_replaced_only_while_unused, void_tokens_are_not_exchanged,
                an_assertion_is_remembered_until_it_expires;
            transactions: a_dropped_transaction_leaves_nothing, a_failed_transaction_leaves_nothing,
                a_failed_transaction_is_not_committed, a_snapshot_stands_still, a_snapshot_refuses_writes, writers_take_turns,
                an_abandoned_caller_leaves_the_writer_free;
            users: a_person_comes_back_as_they_were, a_sign_in_name_is_taken_once, an_administrator_is_seen,
                a_mail_address_is_set, hours_of_ones_own_are_set;
        }
    };
    (@cases $fresh:expr; $($aggregate:ident: $($case:ident),+;)+) => {$(
        mod $aggregate {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() -> $crate::Result<()> {
                    $crate::testing::$aggregate::$case(std::sync::Arc::new($fresh?)).await
                }
            )+
        }
    )+};
}
