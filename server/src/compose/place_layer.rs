use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::{Places, Viewpoint};

/// Lets `places` replace the address of every request, right behind the layer that found it.
pub(super) fn around(router: Router, places: Option<Arc<dyn Places>>, viewpoint: Viewpoint) -> Router {
    match places {
        Some(places) => router.layer(from_fn_with_state((places, viewpoint), replace)),
        None => router,
    }
}

async fn replace(
    State((places, viewpoint)): State<(Arc<dyn Places>, Viewpoint)>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    if let Some(address) = places.address(&viewpoint, &headers).await {
        request.extensions_mut().insert(address);
    }
    next.run(request).await
}
