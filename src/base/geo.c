/* geo.c - see geo.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "geo.h"

#include <math.h>

double dl_geo_km(double lat1, double lon1, double lat2, double lon2)
{
    const double rad = M_PI / 180;
    const double a = sin((lat2 - lat1) * rad / 2), b = sin((lon2 - lon1) * rad / 2);
    const double h = a * a + cos(lat1 * rad) * cos(lat2 * rad) * b * b;
    return 2 * 6371.0088 * asin(sqrt(h > 1 ? 1 : h));
}
