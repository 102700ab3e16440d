#include "tests/unit/matcher/evaluate_test_support.h"

namespace trialmatch::matcher {
namespace {

using Kind = rules::StandardTherapyLeaf::Kind;

rules::StandardTherapyLeaf Standard(Kind kind) { return {.kind = kind}; }

Change AlkPositive(std::vector<Treatment> treatments, std::optional<bool> progressing, bool complete = true) {
  return [=](Patient& p) {
    p.cancer.type = p.cancer.type_id = "nsclc";
    p.cancer.stage = "IVB";
    p.cancer.setting = "metastatic";
    p.cancer.progressing = progressing;
    p.location.country = "US";
    p.biomarkers = {Gene("ALK", "fusion", "positive")};
    p.treatments = treatments;
    p.complete = {"biomarkers"};
    if (complete) p.complete.insert("treatments");
  };
}

const Treatment kAlectinib = Line(1, Drug("alectinib", "2021-02", "2024-04", "progression"));
const Treatment kLorlatinib = Line(2, Drug("lorlatinib", "2024-05", "2025-06", "progression"));
const Treatment kCarboplatin = Line(3, Drug("carboplatin", "2025-07", "2025-12-01", "progression"));
const Treatment kPemetrexed = Line(3, Drug("pemetrexed", "2025-07", "2025-12-01", "progression"));

TEST(StandardTherapyTest, Failed) {
  const Treatment responding = Ongoing(Line(1, Drug("alectinib", "2024-03", "", "response")));
  const Treatment intolerant = Line(1, Drug("brigatinib", "2024-05", "2024-06", "intolerance"));
  Check({
      {"never treated", AlkPositive({}, std::nullopt), Standard(Kind::kFailed), kNotMet},
      {"nothing told",
       AlkPositive({}, std::nullopt, false),
       Standard(Kind::kFailed),
       kUnknown,
       {"treatments"}},
      {"responding", AlkPositive({responding}, false), Standard(Kind::kFailed), kNotMet},
      {"responding, as the line tells", AlkPositive({responding}, std::nullopt),
       Standard(Kind::kFailed), kNotMet},
      {"responding, the list open", AlkPositive({responding}, std::nullopt, false),
       Standard(Kind::kFailed), kNotMet},
      {"responding, perhaps unavailable", AlkPositive({responding}, std::nullopt),
       Standard(Kind::kFailedOrUnavailable), kNotMet},
      {"on the standard, which holds", AlkPositive({responding}, std::nullopt),
       Standard(Kind::kUnavailable), kNotMet},
      {"progressed", AlkPositive({kAlectinib}, true), Standard(Kind::kFailed), kMet},
      {"not tolerated", AlkPositive({intolerant}, false), Standard(Kind::kFailed), kMet},
      {"never treated, perhaps unavailable", AlkPositive({}, std::nullopt),
       Standard(Kind::kFailedOrUnavailable), kNotMet},
      {"responding, and more is left", AlkPositive({responding}, false),
       Standard(Kind::kFailedOrUnavailable), kNotMet},
      {"never treated, the standard lies ahead", AlkPositive({}, std::nullopt),
       Standard(Kind::kUnavailable), kNotMet},
      {"none exists, and one was never had", AlkPositive({}, std::nullopt), Standard(Kind::kNone),
       kNotMet},
      {"none is left, and platinum is", AlkPositive({kAlectinib, kLorlatinib}, true),
       Standard(Kind::kNone), kNotMet},
      {"none is left", AlkPositive({kAlectinib, kLorlatinib, kCarboplatin, kPemetrexed}, true),
       Standard(Kind::kNone), kMet},
      {"none is left, the list open", AlkPositive({kAlectinib}, true, false), Standard(Kind::kNone),
       kUnknown},
      {"unavailable stands in no profile", AlkPositive({kAlectinib}, true),
       Standard(Kind::kUnavailable), kUnknown},
  });
}

// Whether someone is unfit for what is left is not told; without growth it lies ahead.
TEST(StandardTherapyTest, AfterALineThatHasEndedWithoutProgression) {
  const Treatment stable = Line(1, Drug("alectinib", "2021-02", "2024-04", "response"));
  const Treatment carboplatin = Line(3, Drug("carboplatin", "2025-07", "2025-12-01", "response"));
  const Treatment pemetrexed = Line(3, Drug("pemetrexed", "2025-07", "2025-12-01", "response"));
  const Change imt = [stable](Patient& p) {
    AlkPositive({stable}, false)(p);
    p.cancer.type = p.cancer.type_id = "imt";
  };
  Check({
      {"lines are left", AlkPositive({stable}, false), Standard(Kind::kUnavailable), kNotMet},
      {"nothing is left", AlkPositive({kAlectinib, kLorlatinib, carboplatin, pemetrexed}, false),
       Standard(Kind::kUnavailable), kUnknown},
      {"what is left is not known", imt, Standard(Kind::kUnavailable), kUnknown},
      {"the list open", AlkPositive({stable}, false, false), Standard(Kind::kUnavailable), kUnknown},
  });
}

TEST(StandardTherapyTest, WhereTheTableIsSilent) {
  const Change imt = [](Patient& p) {
    AlkPositive({Line(1, Drug("crizotinib", "2024-02", "2025-11-25", "progression"))}, true)(p);
    p.cancer.type = p.cancer.type_id = "imt";
  };
  Check({{"what was given has failed", imt, Standard(Kind::kFailed), kMet},
         {"what is left is not known", imt, Standard(Kind::kExhausted), kUnknown},
         {"whether one exists is not known", imt, Standard(Kind::kNone), kUnknown}});
}

TEST(StandardTherapyTest, Exhausted) {
  Check({
      {"lorlatinib is left", AlkPositive({kAlectinib}, true), Standard(Kind::kExhausted), kNotMet},
      {"platinum is left", AlkPositive({kAlectinib, kLorlatinib}, true), Standard(Kind::kExhausted), kNotMet},
      {"nothing is left", AlkPositive({kAlectinib, kLorlatinib, kCarboplatin, kPemetrexed}, true), Standard(Kind::kExhausted), kMet},
      {"list open", AlkPositive({kAlectinib}, true, false), Standard(Kind::kExhausted), kUnknown},
      {"never treated", AlkPositive({}, std::nullopt), Standard(Kind::kExhausted), kNotMet},
  });
}

}  // namespace
}  // namespace trialmatch::matcher
