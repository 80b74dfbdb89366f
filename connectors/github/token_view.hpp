#pragma once

#include <string>

#include "lib/sync/connector.hpp"

/// What the token that was asked with may see, as far as GitHub's answers say so.
namespace locker::connectors::github {

/// True if the endpoint takes any of some scopes and the token has none of them. A fine-grained token has
/// no scopes, and GitHub does not tell them.
[[nodiscard]] bool lacks_scope(const http::Response& response);

/// Where the person sees to the token: the site that the API belongs to, an enterprise's perhaps.
[[nodiscard]] std::string page_of_token(const sync::PageQuery& query, const http::Response& response);

/// What to do where an organization wants the token authorized for its single sign-on first
/// (`X-GitHub-SSO: required; url=...`); empty: it does not.
[[nodiscard]] std::string single_sign_on_hint(const sync::PageQuery& query, const http::Response& response);

/// Tells of a list what it may leave out for the token's sake: what an organization keeps behind its single
/// sign-on, and what is private, which only some scopes show. A fine-grained token sees what it was made for.
void note_view(const sync::PageQuery& query, const http::Response& response, sync::PageContent& content);

}  // namespace locker::connectors::github
