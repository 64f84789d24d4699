/* pool.h - the same work on many items, on several threads.
 *
 * Items are taken in order; results belong into a slot of the item's own index, so that
 * what comes out does not depend on the number of threads. Each worker has a number for
 * its own scratch memory.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_POOL_H
#define DL_POOL_H

#include <stdint.h>

typedef void dl_pool_work(void *context, uint32_t worker, uint32_t item);

/* Calls work(context, worker, item) once for every item 0..items-1, on `workers`
 * threads (1: on the caller's own). Returns when all are done. When a thread cannot be
 * started, the others do its share. */
void dl_pool_run(uint32_t workers, uint32_t items, dl_pool_work *work, void *context);

#endif
