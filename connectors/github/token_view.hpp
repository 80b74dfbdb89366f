#pragma once

#include <string>

#include "lib/sync/connector.hpp"

/// What the token may see, as far as GitHub's responses show.
namespace locker::connectors::github {

/// True if the endpoint requires one of several scopes and the token has none of them. Unknown, hence false,
/// for a fine-grained token, which has no scopes.
[[nodiscard]] bool lacks_scope(const http::Response& response);

/// Returns the page where the user manages the token, on the site of the API, which may be an enterprise's.
[[nodiscard]] std::string page_of_token(const sync::PageQuery& query, const http::Response& response);

/// Returns the next step if an organization requires the token to be authorized for its single sign-on
/// (`X-GitHub-SSO: required; url=...`); otherwise empty.
[[nodiscard]] std::string single_sign_on_hint(const sync::PageQuery& query, const http::Response& response);

/// Notes in `content` what a list may omit because of the token: elements of organizations with single
/// sign-on, and private elements, which only some scopes show. A fine-grained token sees what it was created
/// for.
void note_view(const sync::PageQuery& query, const http::Response& response, sync::PageContent& content);

}  // namespace locker::connectors::github
