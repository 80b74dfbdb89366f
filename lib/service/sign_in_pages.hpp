#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Dependencies of the sign-in pages. All references must outlive them.
struct SignInTools {
  const Account& account;
  const Commands& commands;
  SignInAddresses addresses;
  Clock& clock;
  std::function<void()> complete;  ///< called once the sign-in is stored
  std::stop_token stop;
};

/// Creates the sign-in endpoints for the first method that the connector supports: `/auth` is the start page,
/// other paths depend on the method. Each method is implemented in its own file.
[[nodiscard]] std::unique_ptr<Endpoints> make_sign_in_pages(const SignInTools& tools);

/// Sign-in by redirect: `/auth` shows a form for the app's id and secret; `/saveAuth` takes it and redirects
/// to the service's page; that page redirects back to `/authComplete`.
[[nodiscard]] std::unique_ptr<Endpoints> make_redirect_pages(const SignInTools& tools);

/// Sign-in by a code that the user enters on a page of the service, on any device: `/auth` shows the same
/// form and, while waiting, the code; `/saveAuth` requests a code from the service.
[[nodiscard]] std::unique_ptr<Endpoints> make_device_pages(const SignInTools& tools);

/// Shows at `/auth` how to sign in from a shell, for services without another method.
[[nodiscard]] std::unique_ptr<Endpoints> make_shell_page(const Account& account);

}  // namespace locker::service
