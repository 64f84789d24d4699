/* guard.c - see guard.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "guard.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct range {
    uint8_t start[16];
    unsigned bits;
} range;

static bool within(const uint8_t *address, const range *r)
{
    const unsigned whole = r->bits / 8, left = r->bits % 8;
    return memcmp(address, r->start, whole) == 0 &&
           (left == 0 || ((address[whole] ^ r->start[whole]) >> (8 - left)) == 0);
}

static bool public_v4(const uint8_t address[4])
{
    static const range closed[] = {
        {{0}, 8},             /* this network */
        {{10}, 8},            /* private */
        {{100, 64}, 10},      /* shared by carriers */
        {{127}, 8},           /* this machine */
        {{169, 254}, 16},     /* link-local */
        {{172, 16}, 12},      /* private */
        {{192, 0, 0}, 24},    /* protocol assignments */
        {{192, 0, 2}, 24},    /* documentation */
        {{192, 88, 99}, 24},  /* relays of 6to4 */
        {{192, 168}, 16},     /* private */
        {{198, 18}, 15},      /* benchmarks */
        {{198, 51, 100}, 24}, /* documentation */
        {{203, 0, 113}, 24},  /* documentation */
        {{224}, 4},           /* multicast */
        {{240}, 4},           /* reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        if (within(address, &closed[i])) {
            return false;
        }
    }
    return true;
}

static bool public_v6(const uint8_t address[16])
{
    static const range wrapped[] = {
        /* IPv4 in the last four bytes */
        {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, /* mapped */
        {{0x00, 0x64, 0xff, 0x9b}, 96},                   /* translated */
        {{0}, 96},                                        /* compatible; ::, ::1 */
    };
    static const range six_to_four = {{0x20, 0x02}, 16};
    static const range global = {{0x20}, 3}; /* all that is given out: 2000::/3 */
    static const range closed[] = {
        {{0x20, 0x01, 0x00}, 23},       /* protocols, Teredo */
        {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
        {{0x3f, 0xff}, 20},             /* documentation */
    };
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) {
        if (within(address, &wrapped[i])) {
            return public_v4(address + 12);
        }
    }
    if (within(address, &six_to_four)) {
        return public_v4(address + 2);
    }
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        if (within(address, &closed[i])) {
            return false;
        }
    }
    return within(address, &global);
}

bool dl_guard_public(const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET && size >= (socklen_t)sizeof(struct sockaddr_in)) {
        struct sockaddr_in v4;
        uint8_t bytes[4];
        memcpy(&v4, address, sizeof v4);
        memcpy(bytes, &v4.sin_addr, sizeof bytes);
        return public_v4(bytes);
    }
    if (address->sa_family == AF_INET6 &&
        size >= (socklen_t)sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return public_v6(v6.sin6_addr.s6_addr);
    }
    return false;
}
