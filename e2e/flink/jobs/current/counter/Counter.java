package testjobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** A job that counts in its state and shows each count; its arguments make it fail where a test wants it to. */
public final class Counter {
    /** Years of records, and yet every number of one is exact in JSON. */
    private static final long ENDLESS = 1L << 52;

    public static void main(String[] args) throws Exception {
        Arguments arguments = new Arguments(args);
        if (arguments.has("throw-in-main")) throw new IllegalStateException("asked to fail by --throw-in-main");
        if (arguments.has("no-job")) return;

        DataGeneratorSource<Long> numbers = new DataGeneratorSource<>(
                number -> number,
                arguments.get("count", ENDLESS),
                RateLimiterStrategy.perSecond(arguments.get("rps", 20)),
                Types.LONG);
        long keys = arguments.get("keys", 4);
        String uid = arguments.get("uid", "count");

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers").uid("numbers")
                .keyBy(number -> number % keys, Types.LONG)
                .process(new CountByKey(uid, arguments)).uid(uid).name("count").returns(Types.LONG)
                .sinkTo(new DiscardingSink<>()).uid("sink").name("discard");
        env.execute("counter");
    }

    private static final class CountByKey extends KeyedProcessFunction<Long, Long, Long>
            implements CheckpointedFunction {
        private final String uid;
        private final String journalPath;
        private final String failFile;
        private final String checkpointDelayFile;
        private transient ValueState<Long> state;
        private transient Count count;

        CountByKey(String uid, Arguments arguments) {
            this.uid = uid;
            journalPath = arguments.get("journal", null);
            failFile = arguments.get("fail-file", null);
            checkpointDelayFile = arguments.get("checkpoint-delay-file", null);
        }

        @Override
        public void open(OpenContext opened) throws Exception {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
            RuntimeContext context = getRuntimeContext();
            Journal journal = new Journal(
                    journalPath,
                    context.getJobInfo().getJobId().toHexString(),
                    uid,
                    context.getTaskInfo().getIndexOfThisSubtask(),
                    context.getTaskInfo().getAttemptNumber());
            count = new Count(journal, failFile);
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            state.update(count.next(context.getCurrentKey(), number, state.value()));
            out.collect(number);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            Count.delaySnapshot(checkpointDelayFile);
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {}

        @Override
        public void close() throws Exception {
            if (count != null) count.close();
        }
    }
}
