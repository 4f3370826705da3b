//! Where no mail leaves, clients are told so, and whoever runs the installation makes the link.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_whoever_runs_it_makes_a_link_that_works_once() {
    let mut cluster = Cluster::start().up().await;
    cluster.signs_up("alice").await;
    let methods = cluster.stranger().get("/auth/methods").await.ok();
    assert_eq!(methods["mail"], true, "a laptop finds it in its log");
    cluster.apis[0]
        .restarts_in_production("https://chat.example/")
        .await;
    let methods = cluster.stranger().get("/auth/methods").await.ok();
    assert_eq!(methods["mail"], false);

    let api = &cluster.apis[0];
    let printed = api.command(&["reset-link", "Alice@example.com"]);
    let printed = printed.expect("a link");
    let (link, rest) = printed.split_once('\n').expect("two lines");
    let token = link.strip_prefix("https://chat.example/reset#");
    let token = token.expect("a link of this installation");
    assert!(rest.contains("(@alice)"), "{rest}");
    let _ = resets(&cluster, token, NEW).await.status(204);
    resets(&cluster, token, PASSWORD)
        .await
        .refused(410, "reset_link_gone");
    let _ = logs_in(&cluster, "alice", NEW).await.ok();
    let told = "select count(*) from audit_log where action = 'account.reset_link'";
    assert_eq!(cluster.database.number(told).await, 1);

    for (whose, complaint) in [
        ("nobody@example.com", "nobody has this address"),
        ("alice", "is no address"),
    ] {
        let refused = api.command(&["reset-link", whose]).expect_err("a refusal");
        assert!(refused.contains(complaint), "{refused}");
    }
}
