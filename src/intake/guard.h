/* guard.h - network addresses that a page on the web must not lead us to.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_GUARD_H
#define DL_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

/* Is the address one of the public internet? Not: this machine, private and link-local
 * networks, shared and reserved ranges, multicast (IANA's special-purpose registries, RFC
 * 6890); nor an IPv4 one of these wrapped in IPv6. */
bool dl_guard_public(const struct sockaddr *address, socklen_t size);

#endif
