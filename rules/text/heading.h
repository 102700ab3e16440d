#ifndef TRIALMATCH_RULES_TEXT_HEADING_H_
#define TRIALMATCH_RULES_TEXT_HEADING_H_

#include <cstdint>
#include <string_view>

#include "rules/text/outline.h"

namespace trialmatch::rules {

// What a line says about what follows it, read from its words alone.
struct HeadingReading {
  enum class Form : uint8_t {
    kNone,
    kSection,   // "Key Inclusion Criteria:", "Exclusion criteria for Part B"
    kSentence,  // opens a section in a sentence: "Patients with any of the following are excluded:"
    kEligibility,  // "Eligibility Criteria:", "PROTOCOL ENTRY CRITERIA:"
    kMajor,        // of the NCI form: "PATIENT CHARACTERISTICS:"
    kScope,        // "Cohort A:", "For women of childbearing potential:"
    kSubject,      // "Cardiac:", "Prior therapy:"
    kTitle,        // a bold line or one in capitals
  };
  Form form = Form::kNone;
  Section section = Section::kInclusion;
  bool scoped = false;  // of a section: names a cohort, part, phase, step or people
  uint32_t size =
      0;  // bytes of the line that are the heading; less than all of it when the text goes on behind a colon
  bool combined = false;  // names both sections
};

struct HeadingContext {
  bool marked = false;        // the line is a bullet or a number: only plain section words count
  bool list_follows = false;  // the next line is a bullet or a number
  bool last = false;          // nothing follows
};

// Reads `line`, without its marker and without blank ends. Looks at its first 400 bytes.
HeadingReading ReadHeading(std::string_view line, const HeadingContext& context);

// True when the line, without closing emphasis and dashes, ends with a colon of any width.
bool EndsWithColon(std::string_view line);

// "Additional key inclusion for substudy B:", a line of its own that the layout put inside the last
// item of substudy A.
bool OpensPart(std::string_view line);

// "STEP 2 RE-REGISTRATION:", a bullet too: the bullets beside it are of that step.
bool IsTitleOfStep(std::string_view line);

// True for text that announces more of its list: "… ;", "… or".
bool IsOpenEnded(std::string_view body);

// The size of a subject of the NCI form with its colon at the start of `text` ("Performance status:", "Prior/Concurrent Therapy--"), or 0.
// `major` tells the parts of that form from its subjects.
uint32_t NciSubject(std::string_view text, bool* major);

// True for the words that statements of the NCI form begin with when they stand in one paragraph without full stops ("No", "Platelet", "At").
bool StartsNciStatement(std::string_view word);

// True for the fewer of them that also end a list behind a colon ("… except: Basal cell carcinoma Carcinoma in situ No other …").
bool EndsNciList(std::string_view word);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_HEADING_H_
