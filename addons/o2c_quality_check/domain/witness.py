"""The customer as second witness: what his choices say of the order and the courier."""

from enum import Enum

from odoo.addons.o2c_orders.domain.perfect_order import Component


class Says(str, Enum):
    """What a choice of a script says."""

    FINE = "fine"
    BAD = "bad"
    LATE = "late"
    ELSEWHERE = "elsewhere"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"
    NOTHING = "nothing"


class Role(str, Enum):
    """The questions that bear witness."""

    RECEIVED = "received"
    CONDITION = "condition"
    SPEED = "speed"
    PRECISION = "precision"
    ADDRESS = "address"
    INVOICE = "invoice"


class Untruth(str, Enum):
    """In what the customer contradicts a courier who reported the delivery."""

    NOT_RECEIVED = "not_received"
    NOT_THERE = "not_there"
    NOT_THEN = "not_then"


_FINE = {
    Role.CONDITION: (Component.COMPLETE, Component.UNDAMAGED),
    Role.SPEED: (Component.ON_TIME,),
    Role.PRECISION: (Component.ON_TIME,),
    Role.INVOICE: (Component.INVOICED_RIGHT,),
}
_BAD = {
    Role.RECEIVED: (Component.COMPLETE, Component.ON_TIME),
    Role.CONDITION: (Component.UNDAMAGED,),
    Role.SPEED: (Component.ON_TIME,),
    Role.PRECISION: (Component.ON_TIME,),
    # what lies at another door did not come
    Role.ADDRESS: (Component.COMPLETE,),
    Role.INVOICE: (Component.INVOICED_RIGHT,),
}
_SPECIAL = {
    Says.LATE: Component.ON_TIME,
    Says.ELSEWHERE: Component.COMPLETE,
    Says.DAMAGED: Component.UNDAMAGED,
    Says.INCOMPLETE: Component.COMPLETE,
}
_UNTRUE = {
    (Role.RECEIVED, Says.BAD): Untruth.NOT_RECEIVED,
    (Role.ADDRESS, Says.BAD): Untruth.NOT_THERE,
    (Role.PRECISION, Says.BAD): Untruth.NOT_THEN,
}
_UNTRUE_ANYWHERE = {Says.ELSEWHERE: Untruth.NOT_THERE, Says.LATE: Untruth.NOT_THEN}
# slow is not the same as another moment than the courier's
_TRUTH_ASKED = frozenset({Role.RECEIVED, Role.ADDRESS, Role.PRECISION})


def components(role, says):
    """What a choice with this meaning says of the perfect order.

    >>> components(Role.CONDITION, Says.DAMAGED)
    {<Component.UNDAMAGED: 'undamaged'>: False}
    >>> components(Role.RECEIVED, Says.FINE)
    {}
    """
    if says in _SPECIAL:
        return {_SPECIAL[says]: False}
    if says is Says.NOTHING:
        return {}
    chosen = _FINE if says is Says.FINE else _BAD
    return dict.fromkeys(chosen.get(role, ()), says is Says.FINE)


def heard(answers):
    """What one customer says of an order, component by component.

    :param answers: ``(role, says)``, the newest call first; within a call a bad word
        outweighs a good one, so its answers are given together
    :return: ``{component: True or False}``, only those he spoke of

    >>> found = heard([[(Role.SPEED, Says.FINE), (Role.CONDITION, Says.BAD)]])
    >>> sorted((c.value, said) for c, said in found.items())
    [('on_time', True), ('undamaged', False)]
    """
    told = {}
    for call in answers:
        said = {}
        for role, says in call:
            for component, good in components(role, says).items():
                said[component] = said.get(component, True) and good
        told = said | told
    return told


def untruth(role, says):
    """In what the courier's word is contradicted; None: it is not.

    >>> untruth(Role.RECEIVED, Says.BAD).value
    'not_received'
    >>> untruth(Role.SPEED, Says.BAD)
    """
    if role not in _TRUTH_ASKED:
        return None
    return _UNTRUE_ANYWHERE.get(says) or _UNTRUE.get((role, says))


def asks_for_truth(role, says):
    """Whether an answer with this meaning confirms or contradicts the courier at all.

    >>> asks_for_truth(Role.RECEIVED, Says.FINE), asks_for_truth(Role.SPEED, Says.BAD)
    (True, False)
    """
    return role in _TRUTH_ASKED and says is not Says.NOTHING
