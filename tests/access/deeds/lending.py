"""What is done with things that are lent, and with rounds of surplus food."""

from datetime import date, time

from tests.access.deed import Deed, thing

TOLD = {"kind": "tools", "title": "Saw", "most_days": 7}
ROUND = {"name": "Run", "byday": "TU", "first_on": date(2026, 1, 1), "van_grams": 50_000}
STOP = {"kind": "taker", "name": "Fridge", "opens": time(9), "closes": time(10), "grams": 1000, "minutes": 5}

DEEDS = [
    Deed("exchange.item.add", "a new one", given=lambda world: TOLD),
    Deed("exchange.item.add_for", "there", thing("organization"), lambda world: TOLD),
    Deed("exchange.item.change", "there", thing("item"), lambda world: TOLD),
    Deed("exchange.item.change", "of a person", thing("own_item"), lambda world: TOLD),
    Deed("exchange.item.picture", "there", thing("item"), lambda world: {"upload": None}),
    Deed("exchange.item.rest", "lent", thing("item"), lambda world: {"state": "resting"}),
    Deed("exchange.item.rest", "resting", thing("rested_item"), lambda world: {"state": "resting"}),
    Deed("exchange.item.wake", "resting", thing("rested_item")),
    Deed("exchange.item.remove", "out", thing("lent_item")),
    Deed("exchange.item.remove", "there", thing("rested_item")),
    Deed("exchange.loan.ask", "out", thing("lent_item"), lambda world: {"days": 2}),
    Deed("exchange.loan.ask", "of a person", thing("own_item"), lambda world: {"days": 2}),
    Deed("exchange.loan.agree", "asked", thing("asked_loan")),
    Deed("exchange.loan.agree", "out", thing("out_loan")),
    Deed("exchange.loan.decline", "asked", thing("asked_loan")),
    Deed("exchange.loan.accept", "agreed", thing("agreed_loan")),
    Deed("exchange.loan.withdraw", "agreed", thing("agreed_loan")),
    Deed("exchange.loan.withdraw", "out", thing("out_loan")),
    Deed("exchange.loan.hand_over", "agreed", thing("agreed_loan")),
    Deed("exchange.loan.hand_over", "out", thing("out_loan")),
    Deed("exchange.loan.extend", "out", thing("out_loan")),
    Deed("exchange.loan.bring_back", "out", thing("out_loan")),
    Deed("exchange.loan.confirm", "out", thing("out_loan")),
    Deed("exchange.loan.gone", "out", thing("out_loan"), lambda world: {"state": "broken"}),
    Deed("exchange.loan.note", "out", thing("out_loan"), lambda world: {"words": "Hello"}),
    Deed("exchange.loan.offer", "agreed", thing("agreed_loan")),
    Deed("exchange.loan.remind", "out", thing("out_loan"), lambda world: {"what": "late"}),
    Deed("exchange.loan.pass_on", "agreed", thing("agreed_loan")),
    Deed("exchange.loan.assume_back", "out", thing("out_loan")),
    Deed("exchange.round.add", "there", thing("organization"), lambda world: ROUND),
    Deed("exchange.round.change", "there", thing("food_round"), lambda world: ROUND),
    Deed("exchange.round.end", "there", thing("food_round")),
    Deed("exchange.round.add_stop", "there", thing("food_round"), lambda world: STOP),
    Deed("exchange.round.end_stop", "there", thing("food_stop")),
    Deed("exchange.stand_by.add", "there", thing("food_round")),
    Deed("exchange.stand_by.remove", "there", thing("stand_by")),
    Deed("exchange.pickup.make", "there", thing("food_round")),
    Deed("exchange.pickup.take", "open", thing("open_pickup")),
    Deed("exchange.pickup.take", "driven", thing("driven_pickup")),
    Deed("exchange.pickup.give_back", "driven", thing("driven_pickup")),
    Deed("exchange.pickup.call_off", "driven", thing("driven_pickup")),
    Deed("exchange.pickup.remind", "driven", thing("driven_pickup")),
    Deed("exchange.pickup.lapse", "driven", thing("driven_pickup")),
    Deed("exchange.pickup_stop.weigh", "expected", thing("donor_row"), lambda world: {"grams": 5000}),
    Deed("exchange.pickup_stop.weigh", "without a reason", thing("donor_row"), lambda world: {"grams": 0}),
    Deed("exchange.pickup_stop.withdraw", "expected", thing("taker_row")),
    Deed("exchange.pickup_stop.rejoin", "expected", thing("taker_row")),
    Deed("exchange.pickup_stop.confirm", "expected", thing("taker_row"), lambda world: {"grams": 5000}),
]
