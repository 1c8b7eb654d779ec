//! The vectors, natively.

#[test]
fn all_vectors_pass() {
    let report = leasehold_factor_vectors::run();
    assert_eq!(report.failures, [""; 0]);
    assert!(report.passed >= 60, "only {} vectors ran", report.passed);
}
