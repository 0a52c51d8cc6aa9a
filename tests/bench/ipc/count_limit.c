/* count_limit.c JOBS N - the least that counting together can cost: JOBS processes add 1 to an atomic
 * number in shared memory, N times together. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int jobs = argc > 2 ? atoi(argv[1]) : 1;
	long n = argc > 2 ? atol(argv[2]) : 0;
	_Atomic long *number = mmap(NULL, sizeof *number, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (number == MAP_FAILED || jobs < 1) {
		perror("count_limit");
		return 2;
	}
	for (int j = 0; j < jobs; j++) {
		if (fork() == 0) {
			for (long i = 0; i < n / jobs; i++)
				atomic_fetch_add(number, 1);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		continue;
	printf("%ld\n", atomic_load(number));
	return 0;
}
