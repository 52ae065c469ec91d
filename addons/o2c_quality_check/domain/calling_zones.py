"""Where a callee is: the time zones and the regional calendar that may be his.

Zones are names of the IANA database, states the ISO codes of a country's subdivisions.
"""

# the states of the United States by the zones that they lie in
US_STATES = {
    "America/New_York": "CT DC DE GA MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL LA MN MO MS OK WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Los_Angeles": "CA NV WA",
    "Pacific/Honolulu": "HI",
    "America/New_York America/Chicago": "FL IN KY TN",
    "America/Chicago America/Denver": "KS ND NE SD TX",
    "America/Boise America/Los_Angeles": "ID OR",
    "America/Phoenix America/Denver": "AZ",
    "America/Anchorage America/Adak": "AK",
}
# Spain: provinces on the islands of the Atlantic and the towns in Africa
ES_STATES = {
    "Atlantic/Canary": "GC TF",
    "Africa/Ceuta": "CE ME",
}
# Spain's holidays are those of an autonomous community: its provinces, as the first
# two digits of their postal codes and as their codes
ES_COMMUNITIES = {
    "AN": "04:AL 11:CA 14:CO 18:GR 21:H 23:J 29:MA 41:SE",
    "AR": "22:HU 44:TE 50:Z",
    "AS": "33:O",
    "CB": "39:S",
    "CE": "51:CE",
    "CL": "05:AV 09:BU 24:LE 34:P 37:SA 40:SG 42:SO 47:VA 49:ZA",
    "CM": "02:AB 13:CR 16:CU 19:GU 45:TO",
    "CN": "35:GC 38:TF",
    "CT": "08:B 17:GI 25:L 43:T",
    "EX": "06:BA 10:CC",
    "GA": "15:C 27:LU 32:OR 36:PO",
    "IB": "07:PM",
    "MC": "30:MU",
    "MD": "28:M",
    "ML": "52:ME",
    "NC": "31:NA",
    "PV": "01:VI 20:SS 48:BI",
    "RI": "26:LO",
    "VC": "03:A 12:CS 46:V",
}


def _by_state(table):
    return {
        state: tuple(zones.split())
        for zones, states in table.items()
        for state in states.split()
    }


ZONES = {
    "US": _by_state(US_STATES),
    "ES": _by_state(ES_STATES),
}
_PROVINCES = [
    (*province.split(":"), community)
    for community, provinces in ES_COMMUNITIES.items()
    for province in provinces.split()
]
COMMUNITY_BY_ZIP = {code: community for code, _state, community in _PROVINCES}
COMMUNITY_BY_STATE = {state: community for _code, state, community in _PROVINCES}


def zones_of(own, country, state, country_zones, phone_zones, fallback):
    """All time zones that somebody may be in.

    His own, when it is one of his country; else those of his state, else those of his
    country, fewer when his number's prefix names some of them; else those of the
    prefix.

    :param country_zones, phone_zones: zones of the country, and of the prefix

    >>> zones_of("Europe/Rome", "US", "CA", (), (), "Europe/Rome")
    ('America/Los_Angeles',)
    >>> zones_of("", None, None, (), ("Europe/Warsaw",), "Europe/Rome")
    ('Europe/Warsaw',)
    """
    if own and (not country or own in country_zones):
        return (own,)
    by_state = ZONES.get(country, {}).get(state)
    if by_state:
        return by_state
    if country == "ES" and state:
        return ("Europe/Madrid",)
    if len(country_zones) > 1:
        return tuple(z for z in country_zones if z in phone_zones) or country_zones
    return country_zones or phone_zones or (fallback,)


def community(state, postal_code):
    """The autonomous community of Spain of a province or a postal code, or None.

    >>> community("", "28013"), community("SE", ""), community("", "")
    ('MD', 'AN', None)
    """
    by_state = COMMUNITY_BY_STATE.get(state or "")
    return by_state or COMMUNITY_BY_ZIP.get((postal_code or "")[:2])
