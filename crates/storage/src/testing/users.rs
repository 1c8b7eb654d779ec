//! People.

use std::sync::Arc;

use leasehold_domain::hours::WorkingHours;
use leasehold_domain::user::{Role, User};

use super::fixtures::{Fixtures, found};
use crate::{Result, Storage};

/// By id and by sign-in name, with every field.
///
/// # Errors
///
/// What the driver says.
pub async fn a_person_comes_back_as_they_were(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let user = User {
        email: Some("zoe@example.org".to_owned()),
        hours: Some(WorkingHours { days: vec![1, 7], from_minute: 0, to_minute: 1440 }),
        role: Role::Admin,
        ..make.user("zoë", "Zoë 'O''Brien' 🙂")
    };
    let other = make.user("bram", "Bram de Wit");
    let mut tx = storage.write().await?;
    assert!(tx.add_user(&user).await?);
    assert!(tx.add_user(&other).await?);
    assert_eq!(found(tx.user(user.id).await?)?, user);
    assert_eq!(found(tx.user_by_username("zoë").await?)?, user);
    assert_eq!(found(tx.user_by_username("bram").await?)?, other);
    assert_eq!(tx.user_by_username("nobody").await?, None);
    Ok(())
}

/// A second person of the same sign-in name is told so and changes nothing.
///
/// # Errors
///
/// What the driver says.
pub async fn a_sign_in_name_is_taken_once(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (first, second) = (make.user("alice", "First"), make.user("alice", "Second"));
    let mut tx = storage.write().await?;
    assert!(tx.add_user(&first).await?);
    assert!(!tx.add_user(&second).await?);
    assert_eq!(found(tx.user_by_username("alice").await?)?, first);
    assert_eq!(tx.user(second.id).await?, None);
    Ok(())
}

/// There is an administrator once one was added.
///
/// # Errors
///
/// What the driver says.
pub async fn an_administrator_is_seen(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    tx.add_user(&make.user("alice", "Alice")).await?;
    assert!(!tx.any_admin().await?);
    assert_eq!(tx.admins().await?, []);
    let ada = User { role: Role::Admin, ..make.user("admin", "Ada") };
    let bo = User { role: Role::Admin, created_at: make.after(-1), ..make.user("bo", "Bo") };
    tx.add_user(&ada).await?;
    tx.add_user(&bo).await?;
    assert!(tx.any_admin().await?);
    assert_eq!(tx.admins().await?, [bo, ada]);
    Ok(())
}

/// The address of a person, also taken away again.
///
/// # Errors
///
/// What the driver says.
pub async fn a_mail_address_is_set(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let mut tx = storage.write().await?;
    for address in [Some("alice@example.org"), Some("a@example.net"), None] {
        assert!(tx.set_email(scene.user.id, address).await?);
        assert_eq!(found(tx.user(scene.user.id).await?)?.email.as_deref(), address);
    }
    let nobody = make.user("nobody", "Nobody").id;
    assert!(!tx.set_email(nobody, Some("x@example.org")).await?);
    Ok(())
}

/// Hours of one's own with their zone, and none again.
///
/// # Errors
///
/// What the driver says.
pub async fn hours_of_ones_own_are_set(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let (user, other) = (make.user("alice", "Alice"), make.user("bram", "Bram"));
    let nights = WorkingHours { days: vec![5, 6], from_minute: 1320, to_minute: 360 };
    let mut tx = storage.write().await?;
    assert!(!tx.set_hours(user.id, Some(&nights), "UTC").await?, "nobody there yet");
    tx.add_user(&user).await?;
    tx.add_user(&other).await?;
    assert!(tx.set_hours(user.id, Some(&nights), "Asia/Tokyo").await?);
    let zone = "Asia/Tokyo".to_owned();
    assert_eq!(found(tx.user(user.id).await?)?, User { hours: Some(nights), zone, ..user.clone() });
    assert!(tx.set_hours(user.id, None, &user.zone).await?);
    assert_eq!(found(tx.user(user.id).await?)?, user);
    assert_eq!(found(tx.user(other.id).await?)?, other);
    Ok(())
}
