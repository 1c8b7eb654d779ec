use clap::Args;

use super::{Admin, Beside, explained, folder};

/// Options of `policy draft`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    folder: folder::Arguments,
    #[command(flatten)]
    admin: Admin,
}

/// `leasehold policy draft`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let sources = folder::read(&arguments.folder.dir)?;
    let drafted = beside.server.draft_policy(&sources, &arguments.admin.name).await.map_err(explained)?;
    if drafted.known {
        println!("{} is there already; its sentences are those of the folder now.", drafted.version);
    } else {
        println!("{} is a draft.", drafted.version);
    }
    Ok(())
}
