#ifndef TRIALMATCH_APP_CLI_PARALLEL_H_
#define TRIALMATCH_APP_CLI_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace trialmatch::app {

// Calls work(i) once for every i below `count`, on up to `threads` threads, in no order; returns
// when all are done. The first exception of a worker is thrown again here.
void RunParallel(size_t count, int threads, const std::function<void(size_t)>& work);

// Processors of this machine, at least 1.
int DefaultThreads();

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_PARALLEL_H_
