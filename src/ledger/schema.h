/* schema.h - the tables of a ledger, as the steps that made them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SCHEMA_H
#define DL_SCHEMA_H

#define DL_SCHEMA_APPLICATION 0x64746c6e /* "dtln": PRAGMA application_id of a ledger */

/* Step i brings a ledger of PRAGMA user_version i to i + 1. A published step is never
 * changed: what comes later is a new one. */
extern const char *const DL_SCHEMA_STEPS[];
extern const int DL_SCHEMA_VERSION; /* number of steps: the version this program writes */

#endif
