/* stamp.h - the dates that machines write: ISO 8601, RFC 822, digits, Unix seconds.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STAMP_H
#define DL_STAMP_H

#include "day.h"

/* Reads a date out of a field of a record, a feed or a header: "2017-03-02 20:57:08",
 * "2017-03-01/2017-03-02" (an interval), "Thu, 02 Mar 2017 20:57:08 GMT",
 * "20170302205708", "1488488228" (seconds) or "1488488228000" (milliseconds). Unknown
 * when the whole field is not one of these. */
dl_when dl_stamp_read(dl_str text);

#endif
