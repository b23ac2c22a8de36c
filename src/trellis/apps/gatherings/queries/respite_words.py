"""256 short, everyday words that are hard to mistake for each other, to make a phrase of that one can write on a slip of paper."""

_LIST = """
acorn amber anchor apple april arrow aspen autumn bagel baker bamboo banjo barley basil basket beacon beaver bench berry birch
biscuit blanket blossom bonnet bottle bracket bramble branch bread breeze brick bridge bright bronze brook bucket butter button
cabin cactus camera candle canoe canvas carpet carrot castle cedar cellar cherry chestnut cider cinema circle citrus clever clover
coast cobalt coffee comet copper coral corner cotton cricket crystal cuckoo curtain cushion daisy damson dancer dawn denim desert
dinner dolphin donkey dragon drum eagle early easel echo elbow elder ember emerald engine falcon feather fennel ferry fiddle finch
flannel flint flute forest fossil fountain fox freckle friday garden garlic gentle ginger glacier globe gloves golden granite
grape gravel guitar hammer harbour harvest hazel heather hedge heron hickory hill honey horizon indigo island ivory jacket jasmine
jigsaw jumper juniper kettle kitten ladder lagoon lantern laurel lavender lemon lentil lettuce lilac linen lizard lobster locket
lotus lunar magnet magpie mango maple marble market meadow melon mint mirror mitten monday moss mountain mustard napkin needle
nettle noodle nutmeg oak oasis ocean olive onion orange orchard orchid otter oxygen oyster paddle palace panda paper parcel
parsley pasture peach pearl pebble pencil pepper piano picnic pigeon pillow pine planet plum pocket pony poppy potato prairie
pumpkin quartz quiet quilt rabbit radish raft rainbow raisin raven ribbon river robin rocket rosemary saddle sailor salmon satin
saturn scarf seagull shadow silver sketch slipper snow sparrow spinach spruce squirrel stone summer sunday swallow tea thistle
thunder tiger timber tulip turnip valley velvet violet walnut willow window
"""

WORDS = tuple(_LIST.split())
