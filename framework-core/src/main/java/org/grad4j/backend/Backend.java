package org.grad4j.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the native libraries once, with thread settings that are fast without any environment
 * variable, in two stages: the first tensor loads what memory and matrix products need, which is
 * all that most programs use, and {@link #start()} starts ND4J when one of its kernels or arrays is
 * asked for. They decide who computes with how many threads:
 *
 * <ul>
 *   <li>A {@link Team} of {@link #threads()} Java threads shares the work of most kernels: the
 *       value of the system property {@value #THREADS_PROPERTY}, else of the environment variable
 *       {@code OMP_NUM_THREADS}, else the number of processor cores this process may use (cores,
 *       not hyper-threads).
 *   <li><b>OpenBLAS</b> keeps a pool of its own, and two pools fight over the same cores: it works
 *       on the thread that calls it, of which the team has enough. {@code OPENBLAS_NUM_THREADS}
 *       overrides this.
 *   <li><b>OpenMP</b>, which runs the few native kernels of ND4J that are used, gets as many
 *       threads as the team has.
 *   <li>An OpenMP thread <b>waits</b> for its next kernel by spinning for {@value #SPIN_COUNT}
 *       rounds, about as long as the Java code between two kernels takes, and then sleeps. The
 *       default of libgomp, 300,000 rounds, starves every other thread of the process. {@code
 *       GOMP_SPINCOUNT} or {@code OMP_WAIT_POLICY} override this.
 * </ul>
 *
 * <p>The first stage takes a tenth of a second, the second one three, and some seconds more the
 * very first time, when the native libraries are unpacked into the user's cache directory.
 *
 * <p>A program that also uses ND4J by itself calls {@link #start()} first. If ND4J was started
 * otherwise, it has given OpenBLAS threads of its own, which slow ours down until {@link #start()}
 * takes them back, and the way of waiting can no longer be chosen. While {@link #start()} runs, a
 * product on another thread may use several of OpenBLAS's threads for a moment.
 *
 * <p>All methods may be called from any thread.
 */
public final class Backend {
    /** The system property that sets how many threads one native kernel may use. */
    public static final String THREADS_PROPERTY = "org.grad4j.threads";

    /*
     * Measured on 2 cores, JDK 17, oneDNN build, medians of 4 alternating runs; microseconds, idle
     * and beside one busy Java thread ("step": five kernels of a small net and a Java loop).
     *
     *   spin count      matmul 512     64x784x256     conv2d 8x8x28x28     step
     *   default          838 / 3413     99 / 686       101 / 684       416 / 2399
     *   4000             968 / 1977    128 / 299       112 / 589       448 / 1054
     *   2000             841 / 1752    104 / 222       104 / 379       409 /  748
     *   1000             934 / 1918    133 / 212       222 / 304       550 /  628
     *   0                950 / 1681    170 / 151       446 / 173       629 /  426
     *
     * So 2000 costs nothing on an idle machine and is two to three times faster than the default
     * on a busy one. OpenBLAS in float64, 256 x 256: 1 thread 0.4 to 1.2 ms whatever else runs;
     * 2 threads 0.3 to 0.8 ms idle, but 12 ms beside two busy threads.
     */
    private static final int SPIN_COUNT = 2000;

    private static final Logger log = LoggerFactory.getLogger(Backend.class);

    private static final Stage PREPARED = new Stage(Backend::loadBlas);
    private static final Stage STARTED = new Stage(Backend::startNd4j);

    private static int threads;

    private Backend() {}

    /**
     * Starts ND4J unless that has been done; this belongs in front of the first touch of ND4J.
     *
     * @throws BackendError if the native libraries cannot be loaded or a setting is invalid; the
     *     message says what to do, and every later call throws the same error
     */
    public static void start() {
        STARTED.reach();
    }

    /**
     * The number of threads that share the work of one kernel.
     *
     * @return at least 1
     * @throws BackendError as {@link #start()}
     */
    public static int threads() {
        PREPARED.reach();
        return threads;
    }

    /** Makes native memory and OpenBLAS ready; ND4J's library is ten times as large. */
    static void prepare() {
        PREPARED.reach();
    }

    private static void loadBlas() {
        long began = System.nanoTime();
        int count = ThreadCount.choose(Loader.totalCores());
        int blas = blasThreads();
        NativeEnvironment.during(
                Map.of("OPENBLAS_NUM_THREADS", Integer.toString(blas)),
                () -> Loader.load(openblas_nolapack.class));
        openblas_nolapack.blas_set_num_threads(blas); // where the environment cannot be changed
        threads = count;
        log.debug(
                "OpenBLAS loaded in {} ms, {} threads, of its own {}",
                millisSince(began),
                count,
                openblas_nolapack.blas_get_num_threads());
    }

    private static int blasThreads() {
        return ThreadCount.environment("OPENBLAS_NUM_THREADS").orElse(1);
    }

    private static void startNd4j() {
        PREPARED.reach();
        long began = System.nanoTime();
        QuietStart.apply();
        NativeEnvironment.during(settings(), () -> Loader.load(Nd4jCpu.class));
        long loading = millisSince(began);
        requireCpu();
        Nd4j.factory().blas(); // gives OpenBLAS threads, and the holder below needs Nd4j's settings
        openblas_nolapack.blas_set_num_threads(blasThreads());
        NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
        natives.setOmpNumThreads(threads); // ND4J has set its own guess on this thread
        log.debug(
                "ND4J started in {} ms ({} ms loading natives), {} OpenMP threads",
                millisSince(began),
                loading,
                threads);
    }

    private static long millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1_000_000;
    }

    /** What libgomp reads once, when it is loaded; what the user has set stays. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OMP_NUM_THREADS", Integer.toString(threads));
        if (System.getenv("GOMP_SPINCOUNT") == null && System.getenv("OMP_WAIT_POLICY") == null) {
            settings.put("GOMP_SPINCOUNT", Integer.toString(SPIN_COUNT));
        }
        return settings;
    }

    /** ND4J itself would end the whole process on a processor that is too old. */
    private static void requireCpu() {
        if (!new Nd4jCpu().isMinimalRequirementsMet()) {
            throw BackendError.cpuTooOld(Loader.getPlatform());
        }
    }
}
