/* speech.c - see speech.h.
 *
 * Each word of a site's own speech has a weight; a sentence is furniture when the sum is
 * high enough, and high enough for the sentence's length: one strong word ("cookies") in
 * a long sentence of news decides nothing.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "speech.h"

#include "text.h"

#define FURNITURE_WEIGHT 4    /* at least */
#define FURNITURE_WORDS_PER 4 /* and one point for so many words of the sentence */

static const struct {
    const char *word;
    uint8_t mark;
} speech_words[] = {
    {"copyright", 4},
    {"reserved", 3},
    {"rights", 2},
    {"redistributed", 4},
    {"rewritten", 2},
    {"broadcast", 1},
    {"published", 1},
    {"permission", 2},
    {"reproduction", 2},
    {"reproduced", 2},
    {"material", 1},
    {"subscribe", 4},
    {"subscription", 3},
    {"subscribers", 3},
    {"subscriber", 3},
    {"newsletter", 4},
    {"newsletters", 4},
    {"inbox", 4},
    {"sign", 1},
    {"signing", 1},
    {"login", 3},
    {"log", 1},
    {"register", 2},
    {"registered", 1},
    {"cookies", 4},
    {"cookie", 4},
    {"privacy", 3},
    {"terms", 1},
    {"policy", 1},
    {"advertisement", 5},
    {"advertising", 2},
    {"sponsored", 3},
    {"click", 4},
    {"follow", 2},
    {"facebook", 2},
    {"twitter", 2},
    {"whatsapp", 2},
    {"telegram", 2},
    {"youtube", 2},
    {"instagram", 2},
    {"share", 2},
    {"print", 2},
    {"email", 2},
    {"download", 2},
    {"app", 2},
    {"read", 1},
    {"more", 1},
    {"related", 2},
    {"comments", 2},
    {"comment", 2},
    {"browser", 3},
    {"javascript", 5},
    {"loading", 3},
    {"menu", 2},
    {"homepage", 4},
    {"your", 1},
    {"our", 1},
    {"you", 1},
    {"us", 1},
    {"free", 1},
    {"articles", 2},
    {"stories", 1},
    {"latest", 1},
    {"updates", 2},
    {"image", 2},
    {"caption", 3},
    {"photo", 2},
    {"video", 1},
    {"getty", 4},
    {"images", 2},
    {"tags", 2},
    {"view", 1},

    {"said", DL_SPEECH_TELLS},
    {"says", DL_SPEECH_TELLS},
    {"told", DL_SPEECH_TELLS},
    {"tells", DL_SPEECH_TELLS},
    {"quoted", DL_SPEECH_TELLS},
    {"according", DL_SPEECH_TELLS},
    {"stated", DL_SPEECH_TELLS},
    {"announced", DL_SPEECH_TELLS},
    {"informed", DL_SPEECH_TELLS},
    {"added", DL_SPEECH_TELLS},
    {"confirmed", DL_SPEECH_TELLS},
    {"declared", DL_SPEECH_TELLS},
    {"reported", DL_SPEECH_TELLS},
    {"saying", DL_SPEECH_TELLS},
    {"statement", DL_SPEECH_TELLS},
    {"wrote", DL_SPEECH_TELLS},
    {"tweeted", DL_SPEECH_TELLS},
    {"explained", DL_SPEECH_TELLS},
    {"insisted", DL_SPEECH_TELLS},
    {"noted", DL_SPEECH_TELLS},

    {"mr", DL_SPEECH_SHORT},
    {"mrs", DL_SPEECH_SHORT},
    {"ms", DL_SPEECH_SHORT},
    {"dr", DL_SPEECH_SHORT},
    {"st", DL_SPEECH_SHORT},
    {"gen", DL_SPEECH_SHORT},
    {"col", DL_SPEECH_SHORT},
    {"lt", DL_SPEECH_SHORT},
    {"sgt", DL_SPEECH_SHORT},
    {"capt", DL_SPEECH_SHORT},
    {"maj", DL_SPEECH_SHORT},
    {"gov", DL_SPEECH_SHORT},
    {"sen", DL_SPEECH_SHORT},
    {"rep", DL_SPEECH_SHORT},
    {"prof", DL_SPEECH_SHORT},
    {"rev", DL_SPEECH_SHORT},
    {"jr", DL_SPEECH_SHORT},

    {"correction", DL_SPEECH_AMENDS},
    {"corrects", DL_SPEECH_AMENDS},
    {"corrected", DL_SPEECH_AMENDS},
    {"misstated", DL_SPEECH_AMENDS},
    {"clarification", DL_SPEECH_AMENDS},
};

bool dl_speech_open(dl_map *speech, dl_arena *arena)
{
    dl_map_init(speech, arena);
    for (size_t i = 0; i < sizeof speech_words / sizeof *speech_words; i++) {
        if (!dl_map_set_id(speech, dl_text_key(speech_words[i].word),
                           speech_words[i].mark)) {
            return false;
        }
    }
    return true;
}

bool dl_speech_is_furniture(unsigned weight, uint32_t words)
{
    return weight >= FURNITURE_WEIGHT && weight * FURNITURE_WORDS_PER >= words;
}
