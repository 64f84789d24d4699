/* geo.h - distances on the globe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_GEO_H
#define DL_GEO_H

/* Great-circle distance in kilometres between two points in degrees (haversine, mean
 * radius 6371.0088 km). */
double dl_geo_km(double lat1, double lon1, double lat2, double lon2);

#endif
