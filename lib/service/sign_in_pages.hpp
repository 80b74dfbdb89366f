#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// What the pages of sign-in work with. All outlive them.
struct SignInTools {
  const Account& account;
  const Commands& commands;
  SignInAddresses addresses;
  Clock& clock;
  std::function<void()> complete;  ///< told once the sign-in is kept
  std::stop_token stop;
};

/// The endpoints of sign-in, by the first way in that the connector states: `/auth` shows what there is
/// to do, and each way goes on from there at its own. A way is a file of its own.
[[nodiscard]] std::unique_ptr<Endpoints> make_sign_in_pages(const SignInTools& tools);

/// Sign-in by a page of the service that leads back here: `/auth`, a form for the app's id and secret;
/// `/saveAuth` takes it and goes to that page; `/authComplete` is where it leads back to.
[[nodiscard]] std::unique_ptr<Endpoints> make_redirect_pages(const SignInTools& tools);

/// Sign-in by a code that the person enters on a page of the service, whatever machine they do that on:
/// `/auth`, the same form, and while it is waited for the code; `/saveAuth` asks the service for one.
[[nodiscard]] std::unique_ptr<Endpoints> make_device_pages(const SignInTools& tools);

/// Says at `/auth` how to sign in from a shell, where no page can do it.
[[nodiscard]] std::unique_ptr<Endpoints> make_shell_page(const Account& account);

}  // namespace locker::service
