/* Arithmetic on the ground that every machine rounds alike; see prepare.h. */
#ifndef PARLEY_SPHERE_H
#define PARLEY_SPHERE_H

#include <math.h>

#define EARTH_A 6378137.0
#define EARTH_B 6356752.314245179
#define E2 (1 - (EARTH_B / EARTH_A) * (EARTH_B / EARTH_A))
#define LEAST_R 6335439.0
#define RADIAN (3.14159265358979323846 / 180)

/* Sine and cosine of degrees between -360 and 360, by their series below 45 degrees. */
static inline void sine_cosine(double degrees, double *sine, double *cosine)
{
    double quarter = rint(degrees / 90), r = (degrees - 90 * quarter) * RADIAN, z = r * r;
    double s = 1.0 / 355687428096000, c = -1.0 / 6402373705728000;
    int turn = ((int)quarter % 4 + 4) % 4;
    s = s * z - 1.0 / 1307674368000, s = s * z + 1.0 / 6227020800;
    s = s * z - 1.0 / 39916800, s = s * z + 1.0 / 362880;
    s = s * z - 1.0 / 5040, s = s * z + 1.0 / 120, s = s * z - 1.0 / 6, s = s * z + 1;
    s = s * r;
    c = c * z + 1.0 / 20922789888000, c = c * z - 1.0 / 87178291200;
    c = c * z + 1.0 / 479001600, c = c * z - 1.0 / 3628800;
    c = c * z + 1.0 / 40320, c = c * z - 1.0 / 720, c = c * z + 1.0 / 24;
    c = c * z - 1.0 / 2, c = c * z + 1;
    *sine = turn == 0 ? s : turn == 1 ? c : turn == 2 ? -s : -c;
    *cosine = turn == 0 ? c : turn == 1 ? -s : turn == 2 ? -c : s;
}

/* An upper bound of the arc sine: its series, the rest of it as if it fell no faster. */
static inline double asin_above(double h)
{
    double z = h * h;
    if (h >= 1)
        return INFINITY;
    if (h > 0.5)
        return h * 1.5707963267948968;
    return h * (1 + z * (1.0 / 6 + z * (3.0 / 40 + z * (15.0 / 336 +
                z * (105.0 / 3456 / (1 - z))))));
}

/* An upper bound of the distance along the ground for a straight-line distance, metres. */
static inline double arc_above(double chord)
{
    return 2 * LEAST_R * asin_above(chord / (2 * LEAST_R)) + 0.01;
}

static inline double length3(double x, double y, double z) { return sqrt(x * x + y * y + z * z); }

static inline double apart3(const double *a, const double *b)
{
    return length3(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/* Moved along the line to the earth's centre until it lies on the ellipsoid. */
static inline void ground_below(double *p)
{
    double flat = (p[0] * p[0] + p[1] * p[1]) / (EARTH_A * EARTH_A);
    double scale = sqrt(flat + p[2] * p[2] / (EARTH_B * EARTH_B));
    p[0] = p[0] / scale, p[1] = p[1] / scale, p[2] = p[2] / scale;
}

static inline void unit3(double *v)
{
    double length = length3(v[0], v[1], v[2]);
    v[0] = v[0] / length, v[1] = v[1] / length, v[2] = v[2] / length;
}

/* East and north of the plane across a unit vector; near the poles any two directions. */
static inline void across(const double *up, double *east, double *north)
{
    int level = fabs(up[2]) < 0.9;
    east[0] = level ? -up[1] : 0, east[1] = level ? up[0] : up[2], east[2] = level ? 0 : -up[1];
    unit3(east);
    north[0] = up[1] * east[2] - up[2] * east[1];
    north[1] = up[2] * east[0] - up[0] * east[2];
    north[2] = up[0] * east[1] - up[1] * east[0];
}

static inline double dot3(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

#endif
