use axum::extract::Request as AxumRequest;
use axum::routing::get;

use super::*;
use crate::ClientAddress;

fn ask(uri: &str) -> Request<Bytes> {
    Request::builder().uri(uri).body(Bytes::new()).unwrap()
}

fn text(answer: Response<Bytes>) -> String {
    String::from_utf8(answer.into_body().to_vec()).unwrap()
}

fn echo() -> Router {
    Router::new().route(
        "/echo",
        get(|request: AxumRequest| async move {
            let host = request.headers()[HOST].to_str().unwrap_or_default().to_owned();
            format!("{host} {} {}", request.uri(), ClientAddress::of(request.extensions()).0)
        }),
    )
}

#[tokio::test]
async fn in_process_the_other_side_sees_host_path_and_address() {
    let mut request = ask("http://localhost:8080/echo?x=1");
    request.extensions_mut().insert(ClientAddress("145.97.20.1".parse().unwrap()));
    let answer = Caller::in_process(echo()).send_collected(request).await.unwrap();
    assert_eq!(text(answer), "localhost:8080 /echo?x=1 145.97.20.1");
}

#[tokio::test]
async fn routes_by_authority_and_refuses_the_rest() {
    let caller = Caller::routed([("a.localhost:8080".to_owned(), echo())].into(), None);
    assert!(caller.send(ask("http://a.localhost:8080/echo")).await.is_ok());
    let elsewhere = caller.send(ask("http://b.localhost:8080/echo")).await;
    assert_eq!(elsewhere.err(), Some(CallError::Unreachable));
    assert_eq!(caller.send(ask("/echo")).await.err(), Some(CallError::NoAddress));
}

#[tokio::test(start_paused = true)]
async fn a_silent_side_times_out() {
    let router = Router::new().route("/", get(std::future::pending::<()>));
    let answer = Caller::in_process(router).send(ask("http://x/")).await;
    assert_eq!(answer.err(), Some(CallError::Timeout));
}

#[tokio::test]
async fn an_endless_answer_is_refused() {
    let chunks = || futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[0; 4096])));
    let router = Router::new().route("/", get(move || async move { Body::from_stream(chunks()) }));
    let answer = Caller::in_process(router).send_collected(ask("http://x/")).await;
    assert_eq!(answer.err(), Some(CallError::TooLarge));
}

#[tokio::test]
async fn over_http_redirects_are_given_not_followed() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = echo().route("/away", get(|| async { axum::response::Redirect::to("/echo") }));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let caller = Caller::http().unwrap();
    let answer = caller.send_collected(ask(&format!("http://{address}/away"))).await.unwrap();
    assert_eq!(answer.status(), 303);
    let answer = caller.send_collected(ask(&format!("http://{address}/echo"))).await.unwrap();
    assert_eq!(text(answer), format!("{address} /echo 0.0.0.0"));
    server.abort();
}
