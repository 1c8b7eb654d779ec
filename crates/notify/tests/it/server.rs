//! A mail server, as small as one can be (RFC 5321).

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What a client said, line by line.
pub(crate) type Heard = Arc<Mutex<Vec<String>>>;

/// Listens, and answers `RCPT` with that line.
pub(crate) async fn start(rcpt: &'static str) -> (SocketAddr, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, heard) = (listener.local_addr().unwrap(), Heard::default());
    let all = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = talk(stream, rcpt, &all).await;
        }
    });
    (address, heard)
}

async fn talk(mut stream: TcpStream, rcpt: &str, heard: &Heard) -> std::io::Result<()> {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await?;
    let mut data = false;
    while let Some(line) = lines.next_line().await? {
        heard.lock().unwrap().push(line.clone());
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "." if data => {
                data = false;
                "250 taken"
            }
            _ if data => continue,
            "EHLO" => "250 test",
            "RCPT" => rcpt,
            "DATA" => {
                data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if answer.starts_with("221") {
            break;
        }
    }
    Ok(())
}
