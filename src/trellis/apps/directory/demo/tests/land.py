"""Where the demo district is dry: hand-made polygons, coarse inland and careful along the shore.

Each is a list of (latitude, longitude), drawn once round.
"""

LAND = {
    "Clacton, Jaywick, Holland, Frinton, Walton and behind them": [
        (51.772, 1.080), (51.773, 1.100), (51.7755, 1.117), (51.7795, 1.135), (51.784, 1.148),
        (51.7868, 1.1555), (51.7905, 1.168), (51.7985, 1.187), (51.806, 1.206), (51.8185, 1.230),
        (51.8275, 1.2465), (51.840, 1.260), (51.8465, 1.2685), (51.857, 1.284), (51.864, 1.290),
        (51.872, 1.288), (51.858, 1.268), (51.852, 1.250), (51.850, 1.225), (51.860, 1.200),
        (51.890, 1.150), (51.890, 1.040), (51.830, 1.030), (51.818, 1.035), (51.800, 1.040),
        (51.797, 1.060), (51.785, 1.065),
    ],
    "Harwich and Dovercourt": [
        (51.930, 1.245), (51.928, 1.270), (51.9335, 1.2825), (51.9415, 1.2908), (51.9478, 1.2905),
        (51.9485, 1.286), (51.943, 1.280), (51.9455, 1.262), (51.946, 1.250), (51.940, 1.240),
    ],
    "Manningtree and Mistley": [
        (51.935, 1.030), (51.950, 1.040), (51.9475, 1.055), (51.9465, 1.068), (51.9445, 1.075),
        (51.9442, 1.090), (51.935, 1.095),
    ],
    "Brightlingsea": [(51.8065, 1.012), (51.8075, 1.030), (51.815, 1.035), (51.830, 1.025), (51.820, 1.008)],
    "Wivenhoe and Elmstead Market": [
        (51.854, 0.9575), (51.853, 0.963), (51.870, 1.000), (51.900, 1.000), (51.900, 0.950),
        (51.862, 0.945), (51.8555, 0.953),
    ],
    "West Mersea": [
        (51.774, 0.900), (51.772, 0.915), (51.773, 0.935), (51.785, 0.935), (51.788, 0.905), (51.779, 0.900),
    ],
    "Tiptree": [(51.800, 0.730), (51.800, 0.765), (51.820, 0.765), (51.820, 0.730)],
    "Tollesbury": [(51.752, 0.825), (51.752, 0.845), (51.762, 0.845), (51.762, 0.825)],
    "Maldon": [
        (51.715, 0.655), (51.715, 0.690), (51.7255, 0.692), (51.7285, 0.6872), (51.7325, 0.685),
        (51.738, 0.684), (51.738, 0.660),
    ],
    "Heybridge": [
        (51.7385, 0.680), (51.736, 0.695), (51.731, 0.702), (51.7295, 0.708), (51.732, 0.714),
        (51.740, 0.712), (51.748, 0.700), (51.747, 0.680),
    ],
    "Burnham-on-Crouch": [(51.6255, 0.800), (51.6258, 0.820), (51.628, 0.830), (51.640, 0.830), (51.640, 0.800)],
}  # fmt: skip


def is_on_land(latitude: float, longitude: float) -> bool:
    """Whether a point lies in one of the polygons (even-odd rule)."""
    return any(_inside(polygon, latitude, longitude) for polygon in LAND.values())


def _inside(polygon: list[tuple[float, float]], latitude: float, longitude: float) -> bool:
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (lat_a > latitude) != (lat_b > latitude):
            crossing = lon_a + (latitude - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
            inside ^= longitude < crossing
    return inside
